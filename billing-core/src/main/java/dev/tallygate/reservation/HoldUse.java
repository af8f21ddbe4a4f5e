package dev.tallygate.reservation;

import dev.tallygate.ledger.OverCap.Cause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What usage was to the reservation that it names.
 *
 * @param named null = it names none
 * @param breach why it may cost more than was promised; null = it is within the terms of its reservation
 */
public record HoldUse(
        @Nullable ReservationOutcome named, @Nullable Cause breach) {

    /** Of usage that names no reservation. */
    public static final HoldUse UNRESERVED = new HoldUse(null, Cause.UNRESERVED);

    /** Of what corrects usage, whatever that was to a reservation: reservations stay as they are. */
    public static final HoldUse CORRECTION = new HoldUse(null, Cause.CORRECTED);

    public Optional<ReservationOutcome> outcome() {
        return Optional.ofNullable(named);
    }

    /** Of usage whose reservation ended before. */
    static HoldUse of(ReservationState ended) {
        return switch (ended) {
            case COMMITTED -> new HoldUse(ReservationOutcome.ALREADY_COMMITTED, Cause.UNRESERVED);
            case RELEASED -> new HoldUse(ReservationOutcome.RELEASED, Cause.UNRESERVED);
            case EXPIRED -> new HoldUse(ReservationOutcome.EXPIRED, Cause.AFTER_EXPIRY);
            case HELD -> throw new IllegalArgumentException("state: HELD (expected: an end)");
        };
    }

    /** Of usage that commits its reservation; the first cause that applies counts, in the order of the ledger's section 6. */
    static HoldUse committing(Reservation held, Landing landing) {
        boolean aboveHold = !held.hold().covers(landing.used());
        Optional<Reservation.JudgedPeriod> judged = held.judgedIn(landing.periodStart());
        boolean outsidePeriod = judged.isEmpty() || !landing.windowEnd().isAfter(held.createdTime());
        boolean planChanged = judged.filter(period -> period.planVersionId() == landing.planVersionId())
                .isEmpty();
        boolean outsideModel = !landing.rateAlike().test(held.content().modelId());
        if (aboveHold) {
            return new HoldUse(ReservationOutcome.ABOVE_HOLD, Cause.ABOVE_HOLD);
        }
        if (outsidePeriod) {
            return new HoldUse(ReservationOutcome.OUTSIDE_HOLD, Cause.OUTSIDE_HOLD);
        }
        ReservationOutcome outcome = outsideModel ? ReservationOutcome.OUTSIDE_HOLD : ReservationOutcome.COMMITTED;
        if (planChanged) {
            return new HoldUse(outcome, Cause.PLAN_CHANGED);
        }
        return new HoldUse(outcome, outsideModel ? Cause.OUTSIDE_HOLD : null);
    }
}
