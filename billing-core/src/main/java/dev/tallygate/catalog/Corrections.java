package dev.tallygate.catalog;

/** Where the differences of a closed period go: on the customer's next invoice, or on one of their own at once. */
public enum Corrections {
    NEXT_INVOICE,
    AT_ONCE
}
