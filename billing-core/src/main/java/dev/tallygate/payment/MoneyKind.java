package dev.tallygate.payment;

/** By what an invoice was closed, or opened a hole again. */
public enum MoneyKind {
    /** Came through the provider. */
    PAYMENT,
    /** Came another way and was marked at the provider, or was read from a bank statement. */
    OUT_OF_BAND,
    /** A credit that the customer had at the provider from before. */
    CREDIT,
    /**
     * Was not collected with this invoice: a later one collects it. The provider keeps it in the customer's balance, or we
     * have a row for it, and then the object is the invoice that it is a part of. Below zero it is a part of an earlier
     * invoice that came with this one, or became a credit there.
     */
    CARRIED,
    /** Taken off by a credit note of the provider's before it was paid. */
    CREDIT_NOTE,
    /** Given back by us. */
    REFUND,
    /** Taken back by the customer's bank. */
    DISPUTE;

    /** Whether it is money that came; the others only say why less, or more, came. */
    public boolean isReceived() {
        return this == PAYMENT || this == OUT_OF_BAND;
    }
}
