package dev.tallygate.rig.bench;

import java.util.Arrays;

/** What one round of a load came to. */
final class Round {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final long items;
    private final double perSecond;
    /** How long each call took, in nanoseconds, ascending. */
    private final long[] sorted;

    private Round(long items, double perSecond, long[] sorted) {
        this.items = items;
        this.perSecond = perSecond;
        this.sorted = sorted;
    }

    /** {@code latencies} in nanoseconds, of calls of {@code items} each, over {@code nanos} in all. */
    static Round of(long[] latencies, int items, long nanos) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        long all = (long) sorted.length * items;
        return new Round(all, all * 1e9 / Math.max(1, nanos), sorted);
    }

    /** How much was done. */
    long items() {
        return items;
    }

    /** How much a second. */
    double perSecond() {
        return perSecond;
    }

    /** What this part of the calls did not exceed, in milliseconds: 0.5 is the median. 0 if there was no call. */
    double millis(double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.min(sorted.length - 1, (long) Math.ceil(sorted.length * part) - 1);
        return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }
}
