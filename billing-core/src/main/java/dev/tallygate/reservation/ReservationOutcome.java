package dev.tallygate.reservation;

/** What became of the reservation that an event names. */
public enum ReservationOutcome {
    /** Committed, and the usage is within the hold. */
    COMMITTED,
    /** Committed, and some quantity is above the hold. */
    ABOVE_HOLD,
    /** Committed, and the usage is of another period or model than the hold. */
    OUTSIDE_HOLD,
    /** An earlier event committed it; this usage was not held. */
    ALREADY_COMMITTED,
    /** It had expired; this usage was not held. */
    EXPIRED,
    /** It had been released; this usage was not held. */
    RELEASED,
    /** There is no such reservation; the usage was not held. */
    UNKNOWN
}
