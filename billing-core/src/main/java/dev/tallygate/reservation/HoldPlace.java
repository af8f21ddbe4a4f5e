package dev.tallygate.reservation;

import dev.tallygate.ledger.PeriodKey;
import java.util.Comparator;

/** Where quantities are held: one customer's billing period and model; the empty model is usage without one. */
record HoldPlace(PeriodKey period, String modelId) implements Comparable<HoldPlace> {

    private static final Comparator<HoldPlace> ORDER =
            Comparator.comparing(HoldPlace::period).thenComparing(HoldPlace::modelId);

    @Override
    public int compareTo(HoldPlace other) {
        return ORDER.compare(this, other);
    }
}
