package dev.tallygate.reconciliation;

/** What can differ, in the order of the flow. Names are codes in reports, and are never renamed. */
public enum DifferenceKind {
    /** A total is not what its events sum to. */
    TOTALS_DIFFER,
    /** A cost is not what its usage costs. */
    COST_DIFFERS,
    /** What is held is not what living reservations hold. */
    HOLDS_DIFFER,

    /** The month is over and nothing is billed. */
    PERIOD_NOT_CLOSED,
    /** The amount has changed since it was invoiced; the next invoice takes it up. */
    LINES_PENDING,
    /** A line is not what its rows cost. */
    LINE_DIFFERS,
    /** The lines of a key do not sum to its amount. */
    LINES_DIFFER,
    /** An invoice's total is not the sum of its lines. */
    INVOICE_TOTAL_DIFFERS,
    /** A finalized invoice is not what it was when it was finalized. */
    FINALIZED_CHANGED,

    /** The provider is off: nothing there was compared. */
    PROVIDER_OFF,
    /** The customer was deleted at the provider: no further invoice can be delivered to it. */
    CUSTOMER_DELETED,
    /** The provider was not told of the invoice yet. */
    NOT_DELIVERED,
    /** A call that nobody knows the outcome of. */
    DELIVERY_UNKNOWN,
    /** A call that the provider refused. */
    DELIVERY_REJECTED,
    /** A call that is kept back. */
    DELIVERY_HELD,
    /** A call that a person must look at. */
    DELIVERY_NEEDS_ATTENTION,
    /** The invoice's object is not there. */
    MISSING_AT_PROVIDER,
    /** A further object with the marks of the same invoice. */
    SECOND_OBJECT,
    /** An object with our marks, of an invoice that is not here. */
    UNKNOWN_OBJECT,
    /** The object is in another currency. */
    CURRENCY_DIFFERS,
    /** The object has another total. */
    TOTAL_DIFFERS,
    /** The object is in a state that does not go with ours. */
    STATUS_DIFFERS,

    /** The provider received another amount than is booked. */
    RECEIVED_DIFFERS,
    /** The invoice's amount is not the sum of its payments. */
    BOOKED_DIFFERS,
    /** A part came, and the invoice is open. */
    PAID_IN_PART,
    /** Less came for a paid invoice, and nothing says why. */
    UNDERPAID,
    /** More came than was to come. */
    OVERPAID,
    /** Money came for an invoice that is void. */
    PAID_AFTER_VOID,
    /** Money was given back. */
    PAYMENT_REFUNDED,
    /** The customer's bank took money back, or asks for it. */
    PAYMENT_DISPUTED,
    /** Money came another way than by the provider. */
    PAID_OUT_OF_BAND,
    /** A part went into the customer's balance at the provider, or came out of it. */
    CARRIED,
    /** A credit at the provider took the place of money. */
    CREDITED
}
