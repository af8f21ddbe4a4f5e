package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Invoices with their items: found, counted up, shown, and saved with the event that tells of it. */
final class InvoiceBook {
    static final int ITEMS_MAX = 250;

    private final EventLog events;

    InvoiceBook(EventLog events) {
        this.events = events;
    }

    EventLog events() {
        return events;
    }

    ObjectNode require(Change change, String id, String parameter) {
        return change.find(Kind.INVOICE, id).orElseThrow(() -> StripeError.notFound(Kind.INVOICE, id, parameter));
    }

    ObjectNode requireDraft(Change change, String id, String parameter) {
        ObjectNode invoice = require(change, id, parameter);
        if (InvoiceStatus.of(invoice) != InvoiceStatus.DRAFT) {
            throw StripeError.refused(
                    "invoice_not_editable", "This invoice is no longer editable: its status is " + status(invoice));
        }
        return invoice;
    }

    static String status(ObjectNode invoice) {
        return Json.string(invoice, "status");
    }

    List<ObjectNode> items(Change change, ObjectNode invoice) {
        String id = Json.string(invoice, "id");
        return change.list(
                Kind.INVOICE_ITEM,
                item -> Json.text(item, "invoice").filter(id::equals).isPresent());
    }

    /** Sums a draft's items and metered lines anew. */
    void recount(Change change, ObjectNode invoice) {
        long total = 0;
        for (ObjectNode item : items(change, invoice)) {
            total = Math.addExact(total, Json.number(item, "amount"));
        }
        for (ObjectNode line : UsageLines.of(change, invoice)) {
            total = Math.addExact(total, Json.number(line, "amount"));
        }
        invoice.put("subtotal", total).put("subtotal_excluding_tax", total);
        total -= Discounts.apply(change, invoice, total);
        invoice.put("total", total).put("total_excluding_tax", total);
        invoice.put("amount_due", Math.max(0, total)).put("amount_remaining", Math.max(0, total));
    }

    /** As the API shows it: with the first of its lines. */
    ObjectNode shown(Change change, ObjectNode invoice) {
        ObjectNode shown = invoice.deepCopy();
        String url = "/v1/invoices/" + Json.string(invoice, "id") + "/lines";
        shown.set("lines", Listing.first(url, lines(change, invoice)));
        return shown;
    }

    List<ObjectNode> lines(Change change, ObjectNode invoice) {
        List<ObjectNode> lines = new ArrayList<>(UsageLines.of(change, invoice));
        items(change, invoice).forEach(item -> lines.add(line(item)));
        return lines;
    }

    /** Saves what was changed, told as an event of its own type. */
    ObjectNode save(Change change, ObjectNode invoice, String eventType) {
        change.put(Kind.INVOICE, Json.string(invoice, "id"), invoice);
        ObjectNode shown = shown(change, invoice);
        events.record(change, eventType, shown);
        return shown;
    }

    /** Saves what was changed, told as {@code invoice.updated} with the fields before. */
    ObjectNode saveUpdate(Change change, ObjectNode before, ObjectNode invoice) {
        change.put(Kind.INVOICE, Json.string(invoice, "id"), invoice);
        ObjectNode shown = shown(change, invoice);
        events.recordUpdate(change, "invoice.updated", before, shown);
        return shown;
    }

    private static ObjectNode line(ObjectNode item) {
        String itemId = Json.string(item, "id");
        ObjectNode line = Json.template(Kind.class, "line_item.json");
        line.put("id", "il_" + itemId.substring(Kind.INVOICE_ITEM.prefix().length()));
        for (String field : List.of("amount", "currency", "description", "invoice", "metadata", "period")) {
            line.set(field, item.required(field));
        }
        line.set("subtotal", item.required("amount"));
        Json.child(Json.child(line, "parent"), "invoice_item_details").put("invoice_item", itemId);
        return line;
    }
}
