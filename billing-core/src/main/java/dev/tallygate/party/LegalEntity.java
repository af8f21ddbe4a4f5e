package dev.tallygate.party;

import dev.tallygate.rejection.FieldRules;

/**
 * Who sells: the sender of invoices.
 *
 * @param entityId the operator's name for it
 * @param email for questions about an invoice; empty = none
 * @param bankDetails where to transfer money, lines as they are; empty = not said
 * @param footer a note at the end of each document, at most 1,000 characters
 */
public record LegalEntity(
        String entityId, Party party, String email, String bankDetails, String footer, NumberForms numbers) {

    /** Of an installation that has not said who it is: invoices go on, and say that their seller is not named. */
    public static final LegalEntity UNNAMED = new LegalEntity("", Party.NONE, "", "", "", NumberForms.PLAIN);

    private static final int EMAIL_CHARACTERS_MAX = 254;
    private static final int NOTE_CHARACTERS_MAX = 1_000;

    void check() {
        FieldRules.id("entities", entityId);
        String path = "entities." + entityId + ".";
        if (party.name().isBlank()) {
            FieldRules.id(path + "name", null);
        }
        party.check(path);
        FieldRules.text(path + "email", email, EMAIL_CHARACTERS_MAX);
        FieldRules.text(path + "bank_details", bankDetails.replace("\n", " "), NOTE_CHARACTERS_MAX);
        FieldRules.text(path + "footer", footer.replace("\n", " "), NOTE_CHARACTERS_MAX);
        numbers.check(path);
    }
}
