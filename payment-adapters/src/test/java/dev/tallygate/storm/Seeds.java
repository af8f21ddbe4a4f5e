package dev.tallygate.storm;

import dev.tallygate.TestDatabase;
import dev.tallygate.storm.MonthEnd.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Month ends of seeds in a row, several at a time: they share a machine and nothing else.
 *
 * @param first seed
 * @param count of seeds, where the time allows
 * @param customers of each month end
 * @param time after which no other seed is begun
 * @param atOnce month ends at a time
 */
record Seeds(long first, int count, int customers, Duration time, int atOnce) {

    Tally run(Schemas schemas, Path folder, Trial trial) {
        Tally tally = new Tally(customers);
        AtomicLong next = new AtomicLong(first);
        List<Future<?>> workersUnderWay = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(atOnce)) {
            for (int worker = 0; worker < atOnce; worker++) {
                workersUnderWay.add(workers.submit(() -> {
                    for (long seed = next.getAndIncrement();
                            seed < first + count && tally.elapsed().compareTo(time) < 0;
                            seed = next.getAndIncrement()) {
                        tally.add(run(seed, schemas, folder.resolve("seed-" + seed), trial));
                    }
                }));
            }
        }
        workersUnderWay.forEach(Seeds::requireEnded);
        return tally;
    }

    /** A worker that died took a seed with it, of which nobody would hear. */
    private static void requireEnded(Future<?> worker) {
        if (worker.state() != Future.State.SUCCESS) {
            throw new AssertionError("a worker died", worker.exceptionNow());
        }
    }

    /** A month end that breaks off is a breach too; what it left behind is in no other's way. */
    private Result run(long seed, Schemas schemas, Path place, Trial trial) {
        try {
            TestDatabase database = schemas.take();
            try (MonthEnd monthEnd = new MonthEnd(database, place, customers, seed, trial)) {
                return monthEnd.run();
            } finally {
                schemas.giveBack(database);
            }
        } catch (IOException | RuntimeException | AssertionError brokenOff) {
            brokenOff.printStackTrace(System.out);
            return new Result(0, 0, 0, 0, List.of("seed " + seed + ": broke off: " + brokenOff));
        }
    }
}
