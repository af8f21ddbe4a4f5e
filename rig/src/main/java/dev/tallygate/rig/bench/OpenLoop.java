package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls at their times, whether or not those before are answered. A call's time is the time at which it should have
 * been sent, so that a pause is felt by all that should have come in it (no coordinated omission).
 */
final class OpenLoop {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int CALLS_MAX = 20_000_000;
    private static final Duration LAST_ANSWER_MAX = Duration.ofMinutes(2);

    private final double rate;
    private final int calls;

    /** {@code rate} calls a second, evenly. */
    OpenLoop(double rate, Duration time) {
        this.rate = rate;
        double wanted = Math.max(1, rate * time.toMillis() / 1_000);
        if (wanted > CALLS_MAX) {
            throw new RigFailed("an open load of %,.0f calls (expected: at most %,d)".formatted(wanted, CALLS_MAX));
        }
        this.calls = (int) wanted;
    }

    /**
     * What came of all calls.
     *
     * @param answered those that were
     * @param refused those that a full server sent back at once, to be sent again after a pause; nobody did
     */
    record Load(Round answered, long refused) {}

    /** Sends all calls and waits for their answers. A call that fails otherwise than by a full server fails the run. */
    <A> Load run(ClosedLoop.AsyncCall<A> call) {
        Answers answers = new Answers(calls);
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            long due = start + (long) (i / rate * NANOS_PER_SECOND);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            call.send(new Timed<>(answers, i, due));
        }
        answers.await();
        return answers.load(System.nanoTime() - start);
    }

    /** What has been answered so far, of all calls. */
    private static final class Answers {
        private static final long REFUSED = -1;

        private final long[] latencies;
        private final Semaphore answered = new Semaphore(0);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Answers(int calls) {
            latencies = new long[calls];
        }

        /** Waits for all of them. */
        void await() {
            try {
                if (!answered.tryAcquire(latencies.length, LAST_ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)) {
                    throw new RigFailed("%,d of %,d calls of the open load were never answered"
                            .formatted(latencies.length - answered.availablePermits(), latencies.length));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RigFailed("interrupted", e);
            }
            Throwable failed = failure.get();
            if (failed != null) {
                throw new RigFailed("a call of the open load failed: " + failed.getMessage(), failed);
            }
        }

        Load load(long nanos) {
            long[] answeredOnly = Arrays.stream(latencies)
                    .filter(latency -> latency != REFUSED)
                    .toArray();
            return new Load(Round.of(answeredOnly, 1, nanos), latencies.length - answeredOnly.length);
        }
    }

    /** Notes when one call ends. */
    private record Timed<A>(Answers answers, int index, long due) implements StreamObserver<A> {
        @Override
        public void onNext(A answer) {
            // the end of the call is what counts
        }

        @Override
        public void onError(Throwable thrown) {
            if (Status.fromThrowable(thrown).getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                end(Answers.REFUSED);
            } else {
                answers.failure.compareAndSet(null, thrown);
                onCompleted();
            }
        }

        @Override
        public void onCompleted() {
            end(System.nanoTime() - due);
        }

        private void end(long latency) {
            answers.latencies[index] = latency;
            answers.answered.release();
        }
    }
}
