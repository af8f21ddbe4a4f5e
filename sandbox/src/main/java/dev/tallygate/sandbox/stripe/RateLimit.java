package dev.tallygate.sandbox.stripe;

/** How many calls a second are answered, by the machine's clock; all of them until somebody says how many. */
final class RateLimit {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private int callsMax;
    private int calls;
    private long start;

    /** 0 switches it off. */
    synchronized void set(int callsASecond) {
        callsMax = callsASecond;
        calls = 0;
    }

    synchronized int callsMax() {
        return callsMax;
    }

    /** Whether one more call may be answered in this second. */
    synchronized boolean takesOneMore() {
        long now = System.nanoTime();
        if (now - start >= NANOS_A_SECOND) {
            start = now;
            calls = 0;
        }
        calls++;
        return callsMax == 0 || calls <= callsMax;
    }
}
