package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What a customer's card does when it is charged; the rule is the sandbox's own, see the package. */
enum Card {
    PAYS,
    DECLINED,
    NONE;

    private static final String SETTING = "card:";

    static Card of(Change change, ObjectNode customer) {
        return change.find(Kind.SETTING, SETTING + Json.string(customer, "id"))
                .map(setting -> valueOf(Json.string(setting, "card")))
                .orElseGet(() -> byEmail(Json.text(customer, "email").orElse("")));
    }

    /** From now on this customer's card does this. */
    void assignTo(Change change, String customerId) {
        ObjectNode setting = Json.object();
        setting.put("card", name());
        change.put(Kind.SETTING, SETTING + customerId, setting);
    }

    /** The word in requests: pays, declined, none. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Card byEmail(String email) {
        if (email.contains("+sandbox_declined@")) {
            return DECLINED;
        }
        return email.contains("+sandbox_no_card@") ? NONE : PAYS;
    }
}
