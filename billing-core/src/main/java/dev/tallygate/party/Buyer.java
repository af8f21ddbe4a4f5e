package dev.tallygate.party;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.IllformedLocaleException;
import java.util.Locale;

/**
 * What a customer wants on its invoices. All of it may be empty.
 *
 * @param party legal name, address, country and tax ids; without a name the customer's own name stands there
 * @param locale BCP 47 tag such as {@code fr-CI}, for how figures and dates look; empty = English
 * @param orderNote its purchase order or cost centre, at most 200 characters
 * @param entityId the legal entity that sells to it; empty = the default one
 */
public record Buyer(Party party, String locale, String orderNote, String entityId) {
    public static final Buyer NONE = new Buyer(Party.NONE, "", "", "");

    private static final int NOTE_CHARACTERS_MAX = 200;

    /** Throws {@code FIELD_INVALID} for the first field that is out of bounds. */
    public void check() {
        party.check("buyer.");
        FieldRules.text("buyer.order_note", orderNote, NOTE_CHARACTERS_MAX);
        if (!entityId.isEmpty()) {
            FieldRules.id("buyer.entity_id", entityId);
        }
        if (!locale.isEmpty()) {
            checkLocale();
        }
    }

    private void checkLocale() {
        try {
            new Locale.Builder().setLanguageTag(locale).build();
        } catch (IllformedLocaleException malformed) {
            throw Rejected.field(Reason.FIELD_INVALID, "buyer.locale", locale, "a BCP 47 tag such as en-NG, or none");
        }
    }
}
