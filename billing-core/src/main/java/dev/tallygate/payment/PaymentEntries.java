package dev.tallygate.payment;

import dev.tallygate.operation.Parked;

/** How entries about an invoice's money are named: one for the invoice itself, one for each refund and dispute of it. */
public final class PaymentEntries {
    private static final String MONEY = "payment:";
    static final String BACK = "back:";

    private PaymentEntries() {}

    /** Whether the entry is about what came for the invoice. */
    public static boolean isOfMoney(Parked.ParkedKey key, String invoiceId) {
        return key.parkedId().equals(ofMoney(invoiceId));
    }

    /** Whether the entry is about a refund or a dispute of the invoice. */
    public static boolean isOfBack(Parked.ParkedKey key, String invoiceId) {
        return key.parkedId().startsWith(ofBack(invoiceId, ""));
    }

    /** How an entry about an object of a provider is named, which is of no invoice. */
    public static String ofEvent(String provider, String objectId) {
        return "event:" + provider + ":" + objectId;
    }

    static String ofMoney(String invoiceId) {
        return MONEY + invoiceId;
    }

    static String ofBack(String invoiceId, String askedId) {
        return BACK + invoiceId + ":" + askedId;
    }
}
