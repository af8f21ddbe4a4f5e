package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps so many calls in flight until the time is over or all calls are made: whoever gets an answer sends the next call. */
final class ClosedLoop {
    private static final int CALLS_MAX = 4_000_000;
    /** More than any call here is answered in a second: what is kept of a short round is short. */
    private static final long CALLS_PER_MILLI_MAX = 500;

    private final int inFlight;
    private final Duration time;
    private final int calls;

    ClosedLoop(int inFlight, Duration time) {
        this(inFlight, time, time.toMillis() * CALLS_PER_MILLI_MAX);
    }

    /** {@code calls}: at most so many, cut to 4 million. */
    ClosedLoop(int inFlight, Duration time, long calls) {
        this.inFlight = inFlight;
        this.time = time;
        this.calls = (int) Math.min(calls, CALLS_MAX);
    }

    /** A call that is sent and answered later. */
    interface AsyncCall<A> {
        void send(StreamObserver<A> observer);
    }

    /** Runs the load; {@code items} are what one call is worth. Any failed call fails the run. */
    <A> Round run(int items, AsyncCall<A> call) {
        Run<A> run = new Run<>(call);
        return run.toItsEnd(items);
    }

    private final class Run<A> {
        private final AsyncCall<A> call;
        private final long[] latencies = new long[calls];
        private final AtomicInteger sentCalls = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final CountDownLatch ended = new CountDownLatch(inFlight);
        private final AtomicLong last = new AtomicLong();
        private final long start = System.nanoTime();
        private final long end = start + time.toNanos();

        Run(AsyncCall<A> call) {
            this.call = call;
        }

        Round toItsEnd(int items) {
            for (int i = 0; i < inFlight; i++) {
                next();
            }
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RigFailed("interrupted", e);
            }
            Throwable failed = failure.get();
            if (failed != null) {
                throw new RigFailed("a call of the load failed: " + failed.getMessage(), failed);
            }
            return Round.of(Arrays.copyOf(latencies, answered.get()), items, last.get() - start);
        }

        private void next() {
            long sent = System.nanoTime();
            if (sent >= end || failure.get() != null || sentCalls.getAndIncrement() >= calls) {
                ended.countDown();
                return;
            }
            call.send(new StreamObserver<>() {
                @Override
                public void onNext(A answer) {
                    // the end of the call is what counts
                }

                @Override
                public void onError(Throwable thrown) {
                    failure.compareAndSet(null, thrown);
                    ended.countDown();
                }

                @Override
                public void onCompleted() {
                    long now = System.nanoTime();
                    latencies[answered.getAndIncrement()] = now - sent;
                    last.accumulateAndGet(now, Math::max);
                    next();
                }
            });
        }
    }
}
