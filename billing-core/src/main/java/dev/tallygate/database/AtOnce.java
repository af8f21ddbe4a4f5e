package dev.tallygate.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does the same with several things, some of them at a time, so that one that waits for an answer holds up no other.
 *
 * @param max at a time, at least 1
 * @param name of the work, which its threads bear
 */
public record AtOnce(int max, String name) {

    /**
     * What came of each, in their order, when all are done. After a failure nothing more is begun; what has begun goes on to
     * its end, and the failure is then thrown.
     */
    public <T, R> List<R> map(List<T> things, Function<T, R> work) {
        if (max == 1 || things.size() <= 1) {
            return things.stream().map(work).toList();
        }
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Future<R>> underWay = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                max, Thread.ofVirtual().name(name + "-", 0).factory())) {
            things.forEach(thing -> underWay.add(threads.submit(() -> unlessFailed(failure, thing, work))));
        }
        Throwable failed = failure.get();
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed != null) {
            throw (RuntimeException) failed;
        }
        return underWay.stream().map(Future::resultNow).toList();
    }

    private static <T, R> R unlessFailed(AtomicReference<@Nullable Throwable> failure, T thing, Function<T, R> work) {
        if (failure.get() != null) {
            throw new CancellationException("after a failure nothing more is begun");
        }
        try {
            return Objects.requireNonNull(work.apply(thing));
        } catch (RuntimeException | Error failed) {
            failure.compareAndSet(null, failed);
            throw failed;
        }
    }
}
