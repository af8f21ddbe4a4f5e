package dev.tallygate.quota;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.usage.GateLanes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The door through which quota is held before it is used, and given back.
 *
 * <p>What was granted fits under every hard limit together with all that is used and held, whatever of it is used in the end,
 * with any number of servers and callers. As with recording, what waits while a transaction commits is the next one.
 */
public final class QuotaReserver {

    private final GateLanes lanes;

    QuotaReserver(GateLanes lanes) {
        this.lanes = lanes;
    }

    /**
     * Holds what is asked, or denies it: a denial is an answer, holds nothing and does not claim the id. The same request
     * again is answered with the same reservation as it stands then; it is safe after an unknown outcome.
     *
     * @param until nothing is written after it that was not begun before
     * @return fails as {@link dev.tallygate.usage.UsageRecorder#record}, and with {@code RESERVATION_CONFLICT} where the id
     *     is that of another content, {@code MODELS_TOO_MANY} or {@code RESERVATIONS_TOO_MANY}, and with {@code
     *     METER_NOT_RESERVABLE} for a meter that is a max, the latest or unique
     * @throws Rejected {@code FIELD_INVALID}, {@code MODEL_ID_INVALID}, {@code METER_INVALID}, {@code METER_NOT_RESERVABLE},
     *     {@code QUANTITY_NEGATIVE}, {@code QUANTITY_TOO_LARGE} or {@code TTL_TOO_LONG}
     */
    public CompletionStage<ReserveAnswer> reserve(ReserveRequest request, Instant until) {
        var call = new HoldCall.Reserve(request.customerId(), request.content(), until, new CompletableFuture<>());
        enqueue(call);
        return call.answer();
    }

    /**
     * Gives back what is held. One that has ended stays as it is, so that a release after the commit answers COMMITTED.
     *
     * @return the reservation as it stands then; empty = the customer has none of this id. Fails as {@link #reserve}
     * @throws Rejected {@code FIELD_INVALID}
     */
    public CompletionStage<Optional<Reservation>> release(String customerId, String reservationId, Instant until) {
        FieldRules.id("reservation_id", reservationId);
        var call = new HoldCall.Release(customerId, reservationId, until, new CompletableFuture<>());
        enqueue(call);
        return call.answer();
    }

    private void enqueue(HoldCall call) {
        if (!lanes.offer(call.customerId(), call)) {
            call.fail(Rejected.of(Reason.QUEUE_FULL, Reason.QUEUE_FULL.sentence()));
        }
    }
}
