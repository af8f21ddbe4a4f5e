package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceKind;

/** Credit notes that wait for the invoice that they are on. Writing needs the gate, inside the caller's transaction. */
final class CreditWaits {
    private final CreditNoteRepository notes;
    private final InvoiceBook invoices;
    private final DeliveryWriter writer;

    CreditWaits(CreditNoteRepository notes, InvoiceBook invoices, DeliveryWriter writer) {
        this.notes = notes;
        this.invoices = invoices;
        this.writer = writer;
    }

    /** What a waiting step would have to be for a retry, in words. */
    String expected(Delivery waiting) {
        if (waiting.call().kind() != CallKind.CREATE_CREDIT_NOTE) {
            return "a delivery that waits for no earlier step, nor for its customer";
        }
        String original = invoices.find(waiting.key().entityId())
                .flatMap(invoices::adjusted)
                .map(found -> found.id().toString())
                .orElse("the invoice of its period");
        return "a delivery that does not wait for its invoice; this credit note goes when %s is finalized, see `./tallygate deliveries list`"
                .formatted(original);
    }

    /** Nothing finalizes an invoice any more whose steps were given up: its notes say so, and wait no longer. */
    void givenUp(String entityId) {
        InvoiceId.parse(entityId)
                .filter(id -> id.kind() == InvoiceKind.PERIOD)
                .ifPresent(id -> notes.release(id, writer.now()));
    }
}
