package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** An invoice's state and the states it can become. */
enum InvoiceStatus {
    DRAFT,
    OPEN,
    PAID,
    UNCOLLECTIBLE,
    VOID;

    static InvoiceStatus of(ObjectNode invoice) {
        return valueOf(Json.string(invoice, "status").toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean canBecome(InvoiceStatus next) {
        return switch (this) {
            case DRAFT -> next == OPEN;
            case OPEN -> next == PAID || next == UNCOLLECTIBLE || next == VOID;
            case UNCOLLECTIBLE -> next == PAID || next == VOID;
            case PAID, VOID -> false;
        };
    }
}
