package dev.tallygate.payment;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;

/**
 * What an operator says about a delivery, and who that is.
 *
 * @param operator empty = not said
 */
public record Remark(String text, String operator) {
    private static final int TEXT_CHARACTERS_MAX = 1_000;
    private static final int OPERATOR_CHARACTERS_MAX = 100;

    /** @throws Rejected {@code FIELD_INVALID}; {@code field} is what the text is called where it is asked for */
    void check(String field) {
        FieldRules.text(field, text, TEXT_CHARACTERS_MAX);
        FieldRules.text("by", operator, OPERATOR_CHARACTERS_MAX);
        if (text.isBlank()) {
            throw Rejected.field(Reason.FIELD_INVALID, field, text, "a few words for whoever looks at it later");
        }
    }
}
