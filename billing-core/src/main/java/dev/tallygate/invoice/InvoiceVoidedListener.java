package dev.tallygate.invoice;

/** Told of a void in its own transaction, so that what the provider must hear is planned with it. */
public interface InvoiceVoidedListener {
    /** {@code before} is the invoice as it was; an exception undoes the void. */
    void voided(Invoice before);
}
