package dev.tallygate.party;

/** Which documents are counted together. */
public enum NumberSeries {
    /** Invoices, adjustments that ask for money among them. */
    INVOICE,
    /** Credit notes. */
    CREDIT_NOTE
}
