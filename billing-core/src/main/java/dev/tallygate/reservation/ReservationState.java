package dev.tallygate.reservation;

/** Where a reservation stands. */
public enum ReservationState {
    /** It lives: its hold counts against every limit. */
    HELD,
    /** Usage that named it was recorded; the hold has returned. */
    COMMITTED,
    /** Its caller gave it back. */
    RELEASED,
    /** Nobody used it in time. */
    EXPIRED;

    /** Each reservation ends once. */
    public boolean canBecome(ReservationState next) {
        return this == HELD && next != HELD;
    }
}
