package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What happens when the saved card of a customer is charged. */
public enum SavedCard {
    PAYS,
    /** 200, and the charge has failed: only {@code data.status} says so. */
    DECLINED,
    /** The bank takes its time: somebody ends it by hand. */
    PENDING,
    /** It can be charged once only, so that it is no authorization for later. */
    NOT_REUSABLE;

    private static final String SETTING = "card:";
    private static final String CODE = "authorization_code";

    /** From now on this customer has it; the authorization's code, which stays the same for a customer. */
    String assignTo(Change change, Account account, String customerCode) {
        ObjectNode kept =
                kept(change, customerCode).orElseGet(() -> Json.object().put(CODE, account.newCode("AUTH_")));
        change.put(Kind.SETTING, SETTING + customerCode, kept.put("card", name()));
        return Json.string(kept, CODE);
    }

    /** Empty where the customer never paid by card. */
    static Optional<SavedCard> of(Change change, String customerCode) {
        return kept(change, customerCode).map(kept -> valueOf(Json.string(kept, "card")));
    }

    /** The authorization as it stands in a customer and in a transaction. */
    static Optional<ObjectNode> authorization(Change change, String customerCode) {
        return kept(change, customerCode).map(kept -> {
            ObjectNode shown = Json.child(Json.template(SavedCard.class, "transaction.json"), "authorization");
            return shown.put(CODE, Json.string(kept, CODE))
                    .put("reusable", !Json.string(kept, "card").equals(NOT_REUSABLE.name()));
        });
    }

    private static Optional<ObjectNode> kept(Change change, String customerCode) {
        return change.find(Kind.SETTING, SETTING + customerCode);
    }

    /** The word in requests. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
