package dev.tallygate.quota;

import dev.tallygate.reservation.Reservation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a reservation.
 *
 * @param denied null = it was granted, now or before
 * @param reservation as it stands now; null exactly where it is denied
 * @param quota where the customer stands: in the period whose limit denied, else in the first that was judged; null = no
 *     plan holds for the customer
 * @param overdue the invoice that is overdue for longest, whether or not it denies; null = none, or no plan holds
 * @param asOfTime when it was true
 */
public record ReserveAnswer(
        @Nullable DenyReason denied,
        @Nullable Reservation reservation,
        @Nullable Quota quota,
        @Nullable Overdue overdue,
        Instant asOfTime) {

    /** An answer that no reservation, plan or invoice has to do with. */
    static ReserveAnswer denied(DenyReason reason, Instant asOfTime) {
        return new ReserveAnswer(reason, null, null, null, asOfTime);
    }

    public boolean granted() {
        return denied == null;
    }

    public Optional<DenyReason> denyReason() {
        return Optional.ofNullable(denied);
    }

    public Optional<Reservation> reservationIfAny() {
        return Optional.ofNullable(reservation);
    }

    public Optional<Overdue> overdueIfAny() {
        return Optional.ofNullable(overdue);
    }

    public Optional<Quota> quotaIfAny() {
        return Optional.ofNullable(quota);
    }
}
