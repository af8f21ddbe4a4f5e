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
     * Went into the customer's balance at the provider, since it is below what can be collected: a later invoice collects
     * it. Below zero it came out of the balance, from an earlier invoice, or became a credit there.
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
