package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceFinalizedListener;
import dev.tallygate.invoice.InvoiceKind;

/** Lets credit notes go that waited for their invoice, in the transaction that finalizes it. */
final class CreditNoteRelease implements InvoiceFinalizedListener {
    private final CreditNoteRepository notes;
    private final DeliveryWriter writer;

    CreditNoteRelease(CreditNoteRepository notes, DeliveryWriter writer) {
        this.notes = notes;
        this.writer = writer;
    }

    @Override
    public void finalized(Invoice after) {
        if (after.id().kind() == InvoiceKind.PERIOD) {
            notes.release(after.id(), writer.now());
        }
    }
}
