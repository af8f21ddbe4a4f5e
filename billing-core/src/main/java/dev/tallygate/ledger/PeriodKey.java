package dev.tallygate.ledger;

import java.time.Instant;
import java.util.Comparator;

/** Names one customer's billing period. */
public record PeriodKey(long customerKey, Instant periodStart) implements Comparable<PeriodKey> {

    private static final Comparator<PeriodKey> ORDER =
            Comparator.comparingLong(PeriodKey::customerKey).thenComparing(PeriodKey::periodStart);

    @Override
    public int compareTo(PeriodKey other) {
        return ORDER.compare(this, other);
    }
}
