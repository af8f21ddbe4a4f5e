package dev.tallygate.invoice;

/** What came of moving an invoice to a status. */
public enum StatusMove {
    /** It is there now, and was not before. */
    MOVED,
    /** It was there before, or beyond: nothing changed. */
    ALREADY,
    /** No move leads there from where it is: nothing changed. */
    REFUSED
}
