package dev.tallygate.invoice;

/** Where an invoice is on its way; it only moves forward (invariant 10). */
public enum InvoiceStatus {
    /** Written by us, not yet fixed by the provider. */
    DRAFT,
    /** Fixed by the provider, to be paid. */
    FINALIZED,
    /** Paid in full, or of zero and closed. */
    PAID,
    /** Given up, though it may still be paid. */
    UNCOLLECTIBLE,
    /** Undone for ever; its successor has the next revision. */
    VOID;

    /** Whether one move leads from this status to {@code next}. */
    public boolean canBecome(InvoiceStatus next) {
        return switch (this) {
            case DRAFT -> next == FINALIZED || next == VOID;
            case FINALIZED -> next == PAID || next == UNCOLLECTIBLE || next == VOID;
            case UNCOLLECTIBLE -> next == PAID || next == VOID;
            case PAID, VOID -> false;
        };
    }
}
