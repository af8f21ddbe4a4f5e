package dev.tallygate.invoice;

/** Told of an invoice that was finalized, in its transaction, so that what the customer must hear is planned with it. */
public interface InvoiceFinalizedListener {
    /** {@code after} has its number; an exception undoes the finalization. */
    void finalized(Invoice after);
}
