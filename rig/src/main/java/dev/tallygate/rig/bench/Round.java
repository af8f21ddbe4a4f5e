package dev.tallygate.rig.bench;

import java.util.Arrays;

/** What one round of a load came to: how much a second, and how long single calls took. */
record Round(double perSecond, double p50Millis, double p99Millis) {
    private static final double NANOS_PER_MILLI = 1_000_000;

    /** {@code latencies} in nanoseconds, of calls of {@code items} each, over {@code nanos} in all. */
    static Round of(long[] latencies, int items, long nanos) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return new Round(
                sorted.length * (double) items * 1e9 / nanos,
                sorted[sorted.length / 2] / NANOS_PER_MILLI,
                sorted[(int) (sorted.length * 0.99)] / NANOS_PER_MILLI);
    }
}
