package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.DocumentKind;

/** What a stored document is. */
enum Kind implements DocumentKind {
    /** By its code, {@code CUS_…}. */
    CUSTOMER,
    /** By its code, {@code PRQ_…}. */
    PAYMENT_REQUEST,
    /** By its reference. */
    TRANSACTION,
    /** By its number. */
    REFUND,
    /** By its number. */
    DISPUTE,
    /** What was told, byte for byte. */
    EVENT,
    /** An event that nobody has yet answered with 200. */
    DELIVERY,
    /** What the sandbox itself remembers: key, target, counters, payers, cards, quirks. */
    SETTING
}
