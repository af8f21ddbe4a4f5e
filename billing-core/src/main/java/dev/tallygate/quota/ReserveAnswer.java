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
 * @param asOfTime when it was true
 */
public record ReserveAnswer(
        @Nullable DenyReason denied,
        @Nullable Reservation reservation,
        @Nullable Quota quota,
        Instant asOfTime) {

    public boolean granted() {
        return denied == null;
    }

    public Optional<DenyReason> denyReason() {
        return Optional.ofNullable(denied);
    }

    public Optional<Reservation> reservationIfAny() {
        return Optional.ofNullable(reservation);
    }

    public Optional<Quota> quotaIfAny() {
        return Optional.ofNullable(quota);
    }
}
