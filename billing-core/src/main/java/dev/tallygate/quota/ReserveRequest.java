package dev.tallygate.quota;

import dev.tallygate.meter.MeterName;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.Reservation.Content;
import dev.tallygate.usage.EventRules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Hold this for me, if no limit forbids it.
 *
 * @param reservationId the caller's; the same id with the same content is the same reservation
 * @param modelId empty = no model
 * @param quantities the most that may be used, by meter: a part that is not named may be its whole, any other meter is 0
 * @param ttl how long it is held, at most an hour; null = 5 minutes
 */
public record ReserveRequest(
        String customerId,
        String reservationId,
        String modelId,
        SortedMap<String, Long> quantities,
        @Nullable Duration ttl) {

    private static final Duration TTL_DEFAULT = Duration.ofMinutes(5);

    /**
     * The answer to it for a customer that does not exist, or that the caller must not see. Throws what
     * {@link QuotaReserver#reserve} does of a request that is not sound.
     */
    public ReserveAnswer ofUnknownCustomer(Instant now) {
        content();
        return ReserveAnswer.denied(DenyReason.CUSTOMER_UNKNOWN, now);
    }

    /** What is asked, where it is sound; throws what {@link QuotaReserver#reserve} promises. */
    Content content() {
        FieldRules.id("reservation_id", reservationId);
        EventRules.checkModelId(modelId);
        checkQuantities();
        return new Content(reservationId, modelId, quantities, soundTtl());
    }

    private void checkQuantities() {
        if (quantities.isEmpty() || quantities.size() > Asked.METERS_MAX) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "quantities",
                    quantities.size() + " meters",
                    "1 to " + Asked.METERS_MAX + ": the most that the request may use of each");
        }
        quantities.forEach((meter, quantity) -> {
            if (MeterName.isDerived(meter)) {
                throw Rejected.field(
                        Reason.METER_NOT_RESERVABLE, "quantities", meter, "its whole, and the parts that have a bound");
            }
            Asked.checkName(meter);
            EventRules.checkQuantity("quantities." + meter, quantity);
        });
    }

    private Duration soundTtl() {
        if (ttl == null) {
            return TTL_DEFAULT;
        }
        if (ttl.compareTo(Reservation.TTL_MAX) > 0) {
            throw Rejected.field(Reason.TTL_TOO_LONG, "ttl", ttl, "at most 3600 s");
        }
        Duration micros = ttl.truncatedTo(ChronoUnit.MICROS);
        if (!micros.isPositive()) {
            throw Rejected.field(Reason.FIELD_INVALID, "ttl", ttl, "more than 0 s, at most 3600 s");
        }
        return micros;
    }
}
