package dev.tallygate.catalog;

/** What becomes of an invoice whose lines sum to zero, beside its being closed as paid, where Tallygate mails invoices. */
public enum ZeroInvoices {
    /** Numbered and kept, and not mailed. */
    KEEP,
    /** Mailed like any other. */
    SEND
}
