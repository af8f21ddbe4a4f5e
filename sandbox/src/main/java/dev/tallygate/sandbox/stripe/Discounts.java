package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ObjectNode;

/** A percentage that a customer has off every invoice which does not say otherwise. There are no coupons. */
final class Discounts {
    private static final String SETTING = "discount:";

    private Discounts() {}

    /** From now on this customer's new invoices are so much lower; 0 takes it back. */
    static void assign(Change change, EventLog events, ObjectNode customer, BigDecimal percent) {
        String id = Json.string(customer, "id");
        if (percent.signum() == 0) {
            change.remove(Kind.SETTING, SETTING + id);
            change.put(Kind.CUSTOMER, id, customer.putNull("discount"));
            return;
        }
        ObjectNode discount = Json.object();
        discount.put("id", events.newId(Kind.DISCOUNT))
                .put("object", "discount")
                .putNull("checkout_session");
        discount.put("customer", id).putNull("end").putNull("invoice").putNull("invoice_item");
        discount.putNull("promotion_code");
        discount.putObject("source").put("coupon", "sandbox").put("type", "coupon");
        discount.put("start", events.now()).putNull("subscription").putNull("subscription_item");
        customer.set("discount", discount);
        change.put(Kind.CUSTOMER, id, customer);
        change.put(Kind.SETTING, SETTING + id, Json.object().put("percent", percent));
    }

    /** A new draft takes its customer's discount over. */
    static void inherit(Change change, ObjectNode customer, ObjectNode invoice) {
        change.find(Kind.SETTING, SETTING + Json.string(customer, "id")).ifPresent(setting -> {
            invoice.putArray("discounts").add(Json.string(customer.required("discount"), "id"));
            change.put(Kind.SETTING, SETTING + Json.string(invoice, "id"), setting);
        });
    }

    static void remove(Change change, ObjectNode invoice) {
        invoice.putArray("discounts");
        change.remove(Kind.SETTING, SETTING + Json.string(invoice, "id"));
    }

    /** What is off a draft's subtotal, written into the draft. */
    static long apply(Change change, ObjectNode invoice, long subtotal) {
        BigDecimal percent = change.find(Kind.SETTING, SETTING + Json.string(invoice, "id"))
                .map(setting -> setting.required("percent").decimalValue())
                .orElse(BigDecimal.ZERO);
        long off = BigDecimal.valueOf(Math.max(0, subtotal))
                .multiply(percent)
                .movePointLeft(2)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        var amounts = invoice.putArray("total_discount_amounts");
        if (off > 0) {
            amounts.addObject()
                    .put("amount", off)
                    .put("discount", invoice.path("discounts").path(0).asString());
        }
        return off;
    }
}
