package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** A load of plain threads, with database connections of their own: what a program without a metering service has. */
final class Threads {
    private static final int STEPS_FIRST = 256;

    private Threads() {}

    /** Each worker repeats its step with its own thread until the time is over; {@code items} are what one step is worth. */
    static Round run(List<LongConsumer> workers, Duration time, int items, Numbers numbers) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> tasks = new ArrayList<>();
        for (LongConsumer worker : workers) {
            tasks.add(() -> repeat(worker, end, items, numbers));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> done : threads.invokeAll(tasks)) {
                all.add(done.get());
            }
            long nanos = System.nanoTime() - start;
            return Round.of(all.stream().flatMapToLong(Arrays::stream).toArray(), items, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        } catch (ExecutionException e) {
            throw new RigFailed("a yardstick failed: " + e.getCause(), e);
        }
    }

    /** Hands out ranges of fact numbers. */
    interface Numbers {
        long next(int count);
    }

    private static long[] repeat(LongConsumer worker, long end, int items, Numbers numbers) {
        long[] latencies = new long[STEPS_FIRST];
        int steps = 0;
        long before = System.nanoTime();
        while (before < end) {
            worker.accept(numbers.next(items));
            long after = System.nanoTime();
            if (steps == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * steps);
            }
            latencies[steps++] = after - before;
            before = after;
        }
        return Arrays.copyOf(latencies, steps);
    }
}
