package dev.tallygate.usage;

/** What became of the reservation that an event names. */
public enum ReservationOutcome {
    /** There is no such reservation; the usage was not held. */
    UNKNOWN
}
