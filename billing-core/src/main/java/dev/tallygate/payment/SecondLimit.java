package dev.tallygate.payment;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** At most so many calls in any second: each waits until the one that many before it is a second ago. */
final class SecondLimit implements CallPace {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Time time;
    private final long[] freeNanos;
    private int next;

    /** @param calls in any second, >= 1 */
    SecondLimit(int calls, Time time) {
        this.time = time;
        this.freeNanos = new long[calls];
        Arrays.fill(freeNanos, time.nanos());
    }

    @Override
    public void await(Verb verb) {
        time.waitUntil(place());
    }

    /** The instant of the next call, which is reserved for it. */
    private synchronized long place() {
        long now = time.nanos();
        long start = Math.max(now, freeNanos[next]);
        freeNanos[next] = start + SECOND_NANOS;
        next = (next + 1) % freeNanos.length;
        return start;
    }

    /** A clock that can be waited for. */
    interface Time {
        /** As {@link System#nanoTime}. */
        long nanos();

        void waitUntil(long nanos);

        static Time ofThisMachine() {
            return new Time() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void waitUntil(long nanos) {
                    long left = nanos - System.nanoTime();
                    while (left > 0 && !Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(left);
                        left = nanos - System.nanoTime();
                    }
                }
            };
        }
    }
}
