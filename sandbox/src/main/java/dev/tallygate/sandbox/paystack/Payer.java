package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What a customer does with an open payment request by itself. */
public enum Payer {
    /** Pays all of it, a second after it is open. */
    PAYS,
    /** Pays half of it, once. */
    PAYS_HALF,
    NEVER_PAYS;

    private static final String SETTING = "payer:";
    private static final String EVERYBODY = "*";

    /** By what was said of this customer, else by its e-mail, else by what was said of everybody. */
    static Payer of(Change change, ObjectNode customer) {
        String email = Json.string(customer, "email");
        return change.find(Kind.SETTING, SETTING + Json.string(customer, "customer_code"))
                .map(setting -> valueOf(Json.string(setting, "payer")))
                .orElseGet(() -> byEmail(change, email));
    }

    private static Payer byEmail(Change change, String email) {
        if (email.contains("+sandbox_never_pays@")) {
            return NEVER_PAYS;
        }
        if (email.contains("+sandbox_pays_half@")) {
            return PAYS_HALF;
        }
        return change.find(Kind.SETTING, SETTING + EVERYBODY)
                .map(setting -> valueOf(Json.string(setting, "payer")))
                .orElse(PAYS);
    }

    /** From now on this customer does so; an empty code means everybody of whom nothing else is known. */
    void assignTo(Change change, String customerCode) {
        String who = customerCode.isEmpty() ? EVERYBODY : customerCode;
        change.put(Kind.SETTING, SETTING + who, Json.object().put("payer", name()));
    }

    /** The word in requests: pays, pays_half, never_pays. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
