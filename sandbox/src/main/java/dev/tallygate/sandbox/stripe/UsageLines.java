package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The lines that a subscription's invoice has for what was metered in its period; anew as long as it is a draft. */
final class UsageLines {
    private UsageLines() {}

    static List<ObjectNode> of(Change change, ObjectNode invoice) {
        String id = Json.string(invoice, "id");
        return change.list(Kind.USAGE_LINE, line -> Json.string(line, "invoice").equals(id));
    }

    /** The subscription that an invoice is for. */
    static Optional<ObjectNode> subscription(Change change, ObjectNode invoice) {
        return subscriptionId(invoice).flatMap(id -> change.find(Kind.SUBSCRIPTION, id));
    }

    static Optional<String> subscriptionId(ObjectNode invoice) {
        return Json.text(invoice.path("parent").path("subscription_details"), "subscription");
    }

    /** Reads the meters again, and says whether that changed anything. */
    static boolean refresh(Change change, ObjectNode invoice) {
        List<ObjectNode> wanted = new ArrayList<>();
        subscription(change, invoice).ifPresent(subscription -> {
            for (JsonNode item : subscription.path("items").path("data")) {
                wanted.addAll(lines(change, invoice, Json.string(subscription, "id"), (ObjectNode) item));
            }
        });
        List<ObjectNode> there = of(change, invoice);
        if (written(there).equals(written(wanted))) {
            return false;
        }
        there.forEach(line -> change.remove(Kind.USAGE_LINE, Json.string(line, "id")));
        wanted.forEach(line -> change.put(Kind.USAGE_LINE, Json.string(line, "id"), line));
        return true;
    }

    private static List<String> written(List<ObjectNode> lines) {
        return lines.stream().map(Json::write).toList();
    }

    private static List<ObjectNode> lines(Change change, ObjectNode invoice, String subscription, ObjectNode item) {
        ObjectNode price = Prices.require(change, Json.string(item.required("price"), "id"), "price");
        ObjectNode meter = Meters.require(change, Json.string(price.required("recurring"), "meter"), "meter");
        long start = Json.number(invoice, "period_start");
        long end = Json.number(invoice, "period_end");
        BigDecimal quantity = MeterUsage.total(change, meter, Json.string(invoice, "customer"), start, end);
        List<Pricing.Part> parts = Pricing.parts(price, quantity);
        List<ObjectNode> lines = new ArrayList<>();
        String itemId = Json.string(item, "id");
        for (int index = 0; index < parts.size(); index++) {
            ObjectNode line = line(invoice, price, parts.get(index));
            Json.child(Json.child(line, "parent"), "subscription_item_details")
                    .put("subscription", subscription)
                    .put("subscription_item", itemId);
            String id = "il_" + Json.string(invoice, "id").substring(3) + itemId.substring(3, 11) + index;
            lines.add(line.put("id", id));
        }
        return lines;
    }

    private static ObjectNode line(ObjectNode invoice, ObjectNode price, Pricing.Part part) {
        ObjectNode line = Json.template(Kind.class, "line_item.json");
        String plain = part.quantity().stripTrailingZeros().toPlainString();
        line.put("invoice", Json.string(invoice, "id")).put("currency", Json.string(invoice, "currency"));
        line.put("amount", part.amount()).put("subtotal", part.amount());
        line.put("description", plain + " × " + Json.text(price, "nickname").orElse(Json.string(price, "product")));
        if (plain.contains(".")) {
            line.putNull("quantity");
        } else {
            line.put("quantity", part.quantity().longValueExact());
        }
        line.put("quantity_decimal", plain);
        ObjectNode pricing = line.putObject("pricing").put("type", "price_details");
        pricing.putObject("price_details")
                .put("price", Json.string(price, "id"))
                .put("product", Json.string(price, "product"));
        pricing.put("unit_amount_decimal", part.unitAmount().toPlainString());
        Json.child(line, "period")
                .put("start", Json.number(invoice, "period_start"))
                .put("end", Json.number(invoice, "period_end"));
        ObjectNode parent = line.putObject("parent").putNull("invoice_item_details");
        ObjectNode details = parent.putObject("subscription_item_details");
        details.putNull("invoice_item")
                .put("proration", false)
                .putObject("proration_details")
                .putNull("credited_items");
        parent.put("type", "subscription_item_details");
        return line;
    }
}
