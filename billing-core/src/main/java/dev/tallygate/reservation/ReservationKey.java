package dev.tallygate.reservation;

import java.util.Comparator;

/** Names one customer's reservation. */
public record ReservationKey(long customerKey, String reservationId) implements Comparable<ReservationKey> {

    private static final Comparator<ReservationKey> ORDER =
            Comparator.comparingLong(ReservationKey::customerKey).thenComparing(ReservationKey::reservationId);

    @Override
    public int compareTo(ReservationKey other) {
        return ORDER.compare(this, other);
    }
}
