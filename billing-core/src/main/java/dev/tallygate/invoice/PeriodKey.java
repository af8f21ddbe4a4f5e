package dev.tallygate.invoice;

import java.time.Instant;
import java.util.Comparator;

/** One customer's billing period: what a billing run has as its item. */
public record PeriodKey(long customerKey, Instant periodStart) implements Comparable<PeriodKey> {
    private static final Comparator<PeriodKey> ORDER =
            Comparator.comparingLong(PeriodKey::customerKey).thenComparing(PeriodKey::periodStart);

    @Override
    public int compareTo(PeriodKey other) {
        return ORDER.compare(this, other);
    }
}
