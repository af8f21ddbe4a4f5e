package dev.tallygate.rejection;

/** Every stable reason for which a call or an event is refused; the name is part of the contract. */
public enum Reason {
    API_KEY_MISSING(Kind.UNAUTHENTICATED, "The call carries no API key."),
    API_KEY_INVALID(Kind.UNAUTHENTICATED, "The API key is unknown or revoked."),
    API_KEY_NOT_FOUND(Kind.NOT_FOUND, "No API key has this key id."),
    SCOPE_MISSING(Kind.FORBIDDEN, "The API key does not have the scope that the call needs."),
    MODE_MISMATCH(Kind.FORBIDDEN, "A key, secret or setting of test mode met a live database, or the reverse."),
    FIELD_INVALID(Kind.INVALID, "A field is missing or outside its bounds."),
    IDEMPOTENCY_MISMATCH(Kind.EXISTS, "The request id was used before with other content."),
    CUSTOMER_EXISTS(Kind.EXISTS, "A customer with this id and other content exists."),
    CUSTOMER_NOT_FOUND(Kind.NOT_FOUND, "No customer has this id."),
    SUBSCRIPTION_CONFLICT(
            Kind.STATE, "The subscription would overlap another one, or change time that is already used or billed."),
    SUBSCRIPTION_NOT_FOUND(Kind.NOT_FOUND, "The customer has no subscription with this id."),
    CURRENCY_MISMATCH(Kind.STATE, "The plan does not list the customer's currency."),
    PLAN_NOT_FOUND(Kind.NOT_FOUND, "No plan with this id is published."),
    PLAN_INVALID(Kind.INVALID, "The plan's definition breaks a rule; each finding names its line."),
    INVOICE_NOT_FOUND(Kind.NOT_FOUND, "No invoice has this id."),
    INVOICE_STATE(Kind.STATE, "The invoice's status does not allow this."),
    DELIVERY_NOT_FOUND(Kind.NOT_FOUND, "No delivery has this id."),
    DELIVERY_STATE(Kind.STATE, "The delivery's state does not allow this."),
    PARKED_NOT_FOUND(Kind.NOT_FOUND, "Nothing is parked under this id."),
    PARKED_STATE(Kind.STATE, "What was parked is already waived or resolved, or cannot be mended this way."),
    BATCH_EMPTY(Kind.INVALID, "The call carries no event."),
    BATCH_TOO_LARGE(Kind.INVALID, "The call carries more than 1,000 events."),
    MESSAGE_TOO_LARGE(Kind.TOO_LARGE, "The request is larger than its transport allows."),
    ROUTE_NOT_FOUND(Kind.NOT_FOUND, "No call has this HTTP method and path."),
    PROVIDER_UNKNOWN(Kind.NOT_FOUND, "No payment provider of this name is switched on."),
    SIGNATURE_INVALID(Kind.INVALID, "The webhook's signature is not one that the provider made."),
    RESERVATION_CONFLICT(Kind.EXISTS, "The reservation id was used before with other content."),
    RESERVATIONS_TOO_MANY(Kind.EXHAUSTED, "The customer has 20,000 living reservations; a further one is not taken."),
    TTL_TOO_LONG(Kind.INVALID, "A reservation may live for an hour at most."),
    METER_NOT_RESERVABLE(Kind.INVALID, "The meter follows from others, or does not add up."),
    PAGE_TOKEN_INVALID(Kind.INVALID, "The page token is not one that this list gave."),
    QUEUE_FULL(Kind.EXHAUSTED, "The server has as much work as it can hold; send the same again after a pause."),
    DATABASE_UNAVAILABLE(
            Kind.UNAVAILABLE,
            "The database did not answer; whether the call took effect is unknown: send the same ids again."),
    SERVER_STOPPING(Kind.UNAVAILABLE, "The server stops; what has no answer is to be sent again, to another one."),
    DEADLINE_PASSED(
            Kind.DEADLINE, "The call's deadline passed; whether it took effect is unknown: send the same ids again."),
    INTERNAL(Kind.BUG, "A bug; the id in the message finds it in the server's log."),

    CUSTOMER_UNKNOWN(Kind.EVENT, "No customer has the event's customer_id."),
    CUSTOMER_CLOSED(Kind.EVENT, "The customer is closed."),
    NO_SUBSCRIPTION(Kind.EVENT, "The customer has no subscription at the event's usage_time."),
    EVENT_ID_INVALID(Kind.EVENT, "The event_id is not 1 to 64 bytes of 0x21 to 0x7E."),
    MODEL_ID_INVALID(Kind.EVENT, "The model_id is longer than 128 bytes or has a byte outside 0x21 to 0x7E."),
    METER_INVALID(Kind.EVENT, "A name in quantities is illegal or that of a built-in meter."),
    QUANTITY_NEGATIVE(Kind.EVENT, "A quantity is below zero."),
    QUANTITY_TOO_LARGE(Kind.EVENT, "A quantity is above 1,000,000,000,000."),
    PART_EXCEEDS_WHOLE(Kind.EVENT, "The parts of a quantity together exceed their whole."),
    USAGE_TIME_MISSING(Kind.EVENT, "The event has no usage_time."),
    USAGE_TIME_TOO_OLD(Kind.EVENT, "The usage_time lies further back than events are accepted."),
    USAGE_TIME_IN_FUTURE(Kind.EVENT, "The usage_time lies further ahead than clocks may differ."),
    LABEL_INVALID(Kind.EVENT, "There are more than 8 labels, more than 512 bytes of them, or one has an illegal key."),
    MODELS_TOO_MANY(Kind.EVENT, "The customer used 500 models in this period; a further one is not accepted."),
    TOTAL_OVERFLOW(Kind.EVENT, "The customer's total would pass 4,000,000,000,000,000,000."),
    EVENT_UNKNOWN(Kind.EVENT, "The event to be corrected is not recorded, or is a void itself."),
    ALREADY_VOIDED(Kind.EVENT, "The event to be corrected is voided already.");

    private final Kind kind;
    private final String sentence;

    Reason(Kind kind, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
    }

    public Kind kind() {
        return kind;
    }

    /** What the reason means, in one English sentence for people. */
    public String sentence() {
        return sentence;
    }

    /** What sort of refusal it is; each door maps kinds, not reasons, to its own status codes. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        EXISTS,
        STATE,
        TOO_LARGE,
        EXHAUSTED,
        UNAVAILABLE,
        DEADLINE,
        BUG,
        /** Refuses one event of a call; the call itself succeeds. Thrown outside a recording it is a STATE. */
        EVENT
    }
}
