package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.DocumentKind;

/** What a stored document is. */
enum Kind implements DocumentKind {
    CUSTOMER("customer", "cus_"),
    INVOICE("invoice", "in_"),
    INVOICE_ITEM("invoiceitem", "ii_"),
    PAYMENT_INTENT("payment_intent", "pi_"),
    CHARGE("charge", "ch_"),
    INVOICE_PAYMENT("invoice_payment", "inpay_"),
    REFUND("refund", "re_"),
    DISPUTE("dispute", "dp_"),
    CREDIT_NOTE("credit_note", "cn_"),
    METER("billing.meter", "mtr_"),
    /** A meter event that nobody has looked at yet. */
    METER_EVENT("billing.meter_event", "mtev_"),
    /** When an identifier was taken, and where its event was counted. */
    METER_IDENTIFIER("billing.meter_event", ""),
    PRODUCT("product", "prod_"),
    PRICE("price", "price_"),
    SUBSCRIPTION("subscription", "sub_"),
    SUBSCRIPTION_ITEM("subscription_item", "si_"),
    /** A line of a subscription's invoice. */
    USAGE_LINE("line_item", "il_"),
    THIN_EVENT("v2.core.event", "evt_"),
    /** Where thin events go. */
    EVENT_DESTINATION("v2.core.event_destination", "ed_"),
    DISCOUNT("discount", "di_"),
    WEBHOOK_ENDPOINT("webhook_endpoint", "we_"),
    EVENT("event", "evt_"),
    /** An event that an endpoint has not yet answered with 2xx. */
    DELIVERY("delivery", "dlv_"),
    /** The kept answer of a request with an idempotency key. */
    REPLAY("replay", ""),
    /** What the sandbox itself remembers: keys, cards. */
    SETTING("setting", "");

    private final String object;
    private final String prefix;

    Kind(String object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** The word in an object's field {@code object}. */
    String object() {
        return object;
    }

    String prefix() {
        return prefix;
    }
}
