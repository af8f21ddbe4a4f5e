package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.HoldUse;
import dev.tallygate.reservation.ReservationOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one event.
 *
 * @param rejection exactly where the verdict is REJECTED
 * @param counted exactly where the verdict is RECORDED or DUPLICATE
 * @param reservationOutcome null where the event names no reservation, or where the verdict is not RECORDED
 */
public record EventResult(
        String eventId,
        Verdict verdict,
        @Nullable EventRejection rejection,
        @Nullable Counted counted,
        @Nullable ReservationOutcome reservationOutcome) {

    /** Why an event was not counted; {@code field} in snake_case, empty = the event as a whole. */
    public record EventRejection(Reason reason, String field, String message) {

        static EventRejection of(Rejected rejected) {
            return new EventRejection(rejected.reason(), rejected.field().orElse(""), rejected.getMessage());
        }
    }

    /**
     * Where and how an event is counted.
     *
     * @param late it was recorded after the close of its period
     * @param unpriced the plan had no price for some of it when it was recorded
     * @param cost U(after) − U(before), at most 12 places; may be negative
     */
    public record Counted(Instant periodStart, boolean late, boolean unpriced, BigDecimal cost, Currency currency) {

        static Counted of(RecordedEvent row, Currency currency) {
            return new Counted(
                    row.placement().periodStart(), row.placement().late(), row.unpriced(), row.cost(), currency);
        }
    }

    /** Not counted. */
    static EventResult rejected(UsageEvent event, Rejected rejected) {
        return new EventResult(event.eventId(), Verdict.REJECTED, EventRejection.of(rejected), null, null);
    }

    /** The answer for a customer that does not exist, or that the caller must not see: whatever else the event says. */
    public static EventResult customerUnknown(UsageEvent event) {
        return rejected(
                event,
                Rejected.field(Reason.CUSTOMER_UNKNOWN, "customer_id", event.customerId(), "an existing customer"));
    }

    /** Another content is counted under this id. */
    static EventResult conflict(UsageEvent event) {
        return new EventResult(event.eventId(), Verdict.CONFLICT, null, null, null);
    }

    /** Counted now. */
    static EventResult recorded(UsageEvent event, Counted counted, HoldUse use) {
        return new EventResult(event.eventId(), Verdict.RECORDED, null, counted, use.named());
    }

    /** Counted before; a reservation that it names stays as it is. */
    static EventResult duplicate(UsageEvent event, Counted counted) {
        return new EventResult(event.eventId(), Verdict.DUPLICATE, null, counted, null);
    }

    public Optional<EventRejection> rejectionIfAny() {
        return Optional.ofNullable(rejection);
    }

    public Optional<Counted> countedIfAny() {
        return Optional.ofNullable(counted);
    }

    public Optional<ReservationOutcome> reservationOutcomeIfAny() {
        return Optional.ofNullable(reservationOutcome);
    }
}
