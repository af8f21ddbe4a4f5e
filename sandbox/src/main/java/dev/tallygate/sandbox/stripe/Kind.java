package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.DocumentKind;

/** What a stored document is. */
enum Kind implements DocumentKind {
    CUSTOMER("customer", "cus_"),
    INVOICE("invoice", "in_"),
    INVOICE_ITEM("invoiceitem", "ii_"),
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
