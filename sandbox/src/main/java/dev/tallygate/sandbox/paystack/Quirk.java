package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What Paystack's own samples do in one place and not in another: off until somebody asks for it. */
public enum Quirk {
    /** Amounts in webhooks are texts: {@code "amount": "5000"}. */
    AMOUNT_AS_TEXT,
    /** {@code "metadata": ""} in webhooks. */
    METADATA_EMPTY_TEXT,
    /** {@code "metadata": 0} in webhooks. */
    METADATA_ZERO,
    /** Webhooks have no {@code currency}. */
    NO_CURRENCY,
    /** The customer in webhooks is an object where it usually is a number, and the other way round. */
    CUSTOMER_SWAPPED,
    /** A customer of a known e-mail is refused; usually the known one is returned. */
    KNOWN_EMAIL_REFUSED,
    /** A saved card is charged another amount than was asked for, as {@code requested_amount} then tells. */
    OTHER_AMOUNT_CHARGED;

    private static final String SETTING = "quirks";

    /** The word in requests. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isOn(Change change) {
        return change.find(Kind.SETTING, SETTING)
                .map(quirks -> quirks.path(word()).asBoolean(false))
                .orElse(false);
    }

    void turn(Change change, boolean on) {
        ObjectNode quirks = change.find(Kind.SETTING, SETTING).orElseGet(Json::object);
        change.put(Kind.SETTING, SETTING, quirks.put(word(), on));
    }
}
