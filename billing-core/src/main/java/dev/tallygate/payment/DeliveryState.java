package dev.tallygate.payment;

/** Where a write call is on its way; it only moves forward (invariant 10), a second send being SENT again. */
public enum DeliveryState {
    /** Written, never sent. */
    PLANNED,
    /** Kept back, by an operator or until a restored database knows what its provider has. */
    HELD,
    /** Committed as leaving, or left: without a record of the answer nobody knows. */
    SENT,
    /** Sent without an answer that settles it: asked again. */
    UNKNOWN,
    /** The provider did it. */
    ACCEPTED,
    /** The provider refused for good. */
    REJECTED,
    /** A person must look. */
    NEEDS_ATTENTION,
    /** Given up, or replaced by the next request revision. */
    ABANDONED;

    /** Whether one move leads from this state to {@code next}. */
    public boolean canBecome(DeliveryState next) {
        return switch (this) {
            case PLANNED -> next == HELD || next == SENT || next == NEEDS_ATTENTION || next == ABANDONED;
            case HELD ->
                next == PLANNED || next == UNKNOWN || next == ACCEPTED || next == NEEDS_ATTENTION || next == ABANDONED;
            case SENT, UNKNOWN -> next != PLANNED;
            case REJECTED, NEEDS_ATTENTION -> next == ABANDONED;
            case ACCEPTED, ABANDONED -> false;
        };
    }
}
