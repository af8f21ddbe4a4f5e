package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceId;
import java.util.Optional;

/**
 * One row of {@code credit_notes}: an adjustment invoice below zero as a note on the invoice that it corrects.
 *
 * @param invoice the adjustment
 * @param original the invoice that the note is of
 * @param noteId the provider's; empty = not known to be there
 */
record CreditNote(InvoiceId invoice, InvoiceId original, State state, CreditSplit split, Optional<String> noteId) {

    /** What is known of it. */
    enum State {
        /** Divided, to be sent, or sent without an answer: its delivery says which. */
        PLANNED,
        /** It is there. */
        ISSUED,
        /** It was there, and somebody took it back there: the original owes what it had been lowered by. */
        VOID
    }
}
