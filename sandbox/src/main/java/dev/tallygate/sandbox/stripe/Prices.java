package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/prices}: create, retrieve, update, list; metered ones only. Tiers are shown to whoever expands them. */
final class Prices {
    private static final String DECIMAL = "[0-9]{1,12}(\\.[0-9]{1,12})?";

    private final EventLog events;
    private final Products products;

    Prices(EventLog events, Products products) {
        this.events = events;
        this.products = products;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/prices", this::create)
                .on("GET", "/v1/prices", this::list)
                .on("GET", "/v1/prices/{id}", this::retrieve)
                .on("POST", "/v1/prices/{id}", this::update);
    }

    static ObjectNode require(Change change, String id, String parameter) {
        return change.find(Kind.PRICE, id).orElseThrow(() -> StripeError.notFound(Kind.PRICE, id, parameter));
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode price = Json.template(Kind.class, "price.json");
        String id = events.newId(Kind.PRICE);
        price.put("id", id).put("created", events.now());
        price.put("currency", Currencies.require(parameters.required("currency")));
        price.put("product", product(parameters, change));
        fillRecurring(parameters, change, price);
        fillAmounts(parameters, price);
        fill(parameters, change, price);
        parameters.accept("tax_behavior");
        parameters.refuseUnknown();
        change.put(Kind.PRICE, id, price);
        events.record(change, "price.created", withoutTiers(price));
        return Answer.ok(shown(call, price));
    }

    private String product(Parameters parameters, Change change) {
        Optional<String> name = parameters.text("product_data[name]");
        if (name.isPresent()) {
            return Json.string(products.add(change, name.get()), "id");
        }
        return Json.string(Products.require(change, parameters.required("product"), "product"), "id");
    }

    private static void fillRecurring(Parameters parameters, Change change, ObjectNode price) {
        ObjectNode recurring = Json.child(price, "recurring");
        parameters.required("recurring[interval]");
        recurring.put("interval", parameters.choice("recurring[interval]", "month", "day", "week", "year"));
        recurring.put(
                "interval_count", parameters.number("recurring[interval_count]").orElse(1L));
        if (!parameters.text("recurring[usage_type]").orElse("licensed").equals("metered")) {
            throw ParameterRefused.invalid("recurring[usage_type]", "This sandbox has metered prices only");
        }
        ObjectNode meter = Meters.require(change, parameters.required("recurring[meter]"), "recurring[meter]");
        if (!Meters.isActive(meter)) {
            throw StripeError.refused(null, "The meter " + Json.string(meter, "id") + " is inactive");
        }
        recurring.put("meter", Json.string(meter, "id"));
    }

    private static void fillAmounts(Parameters parameters, ObjectNode price) {
        List<Parameters> tiers = parameters.each("tiers");
        String scheme = parameters.choice("billing_scheme", "per_unit", "tiered");
        price.put("billing_scheme", scheme);
        if (scheme.equals("per_unit")) {
            fillAmount(parameters, price, "unit_amount");
            if (price.path("unit_amount_decimal").isNull()) {
                throw ParameterRefused.missing("unit_amount_decimal");
            }
            return;
        }
        parameters.required("tiers_mode");
        price.put("tiers_mode", parameters.choice("tiers_mode", "graduated", "volume"));
        ArrayNode shown = price.putArray("tiers");
        long last = 0;
        for (int index = 0; index < tiers.size(); index++) {
            last = addTier(tiers.get(index), shown.addObject(), last, index == tiers.size() - 1);
        }
        if (tiers.isEmpty()) {
            throw ParameterRefused.missing("tiers");
        }
    }

    private static long addTier(Parameters tier, ObjectNode shown, long above, boolean isLast) {
        String upTo = tier.required("up_to");
        fillAmount(tier, shown, "flat_amount");
        fillAmount(tier, shown, "unit_amount");
        tier.refuseUnknown();
        if (upTo.equals("inf") != isLast) {
            throw ParameterRefused.invalid(
                    "tiers", "up_to: " + upTo + " (expected: inf for the last tier and no other)");
        }
        if (isLast) {
            shown.putNull("up_to");
            return above;
        }
        if (!upTo.matches("[0-9]{1,15}") || Long.parseLong(upTo) <= above) {
            throw ParameterRefused.invalid("tiers", "up_to: " + upTo + " (expected: more than " + above + ")");
        }
        shown.put("up_to", Long.parseLong(upTo));
        return Long.parseLong(upTo);
    }

    /** {@code unit_amount} or {@code unit_amount_decimal}: both are shown, the whole one only where it is whole. */
    private static void fillAmount(Parameters parameters, ObjectNode shown, String field) {
        String decimal = field + "_decimal";
        Optional<String> text = parameters.text(decimal).or(() -> parameters.text(field));
        if (text.isEmpty()) {
            shown.putNull(field).putNull(decimal);
            return;
        }
        if (!text.get().matches(DECIMAL)) {
            throw ParameterRefused.invalid(decimal, decimal + ": " + text.get() + " (expected: at most 12 decimals)");
        }
        shown.put(decimal, text.get());
        if (text.get().contains(".")) {
            shown.putNull(field);
        } else {
            shown.put(field, Long.parseLong(text.get()));
        }
    }

    private static void fill(Parameters parameters, Change change, ObjectNode price) {
        parameters.text("nickname").ifPresent(text -> price.put("nickname", text));
        parameters.flag("active").ifPresent(flag -> price.put("active", flag));
        boolean transfers = parameters.flag("transfer_lookup_key").orElse(false);
        parameters.text("lookup_key").filter(key -> !key.isEmpty()).ifPresent(key -> {
            change.list(
                            Kind.PRICE,
                            other -> Json.text(other, "lookup_key")
                                    .filter(key::equals)
                                    .isPresent())
                    .forEach(other -> giveUp(change, other, price, transfers));
            price.put("lookup_key", key);
        });
        Metadata.apply(parameters, price);
    }

    private static void giveUp(Change change, ObjectNode other, ObjectNode price, boolean transfers) {
        String id = Json.string(other, "id");
        if (id.equals(Json.string(price, "id"))) {
            return;
        }
        if (!transfers) {
            throw StripeError.refusedParameter(
                    null, "lookup_key", "A price (`" + id + "`) already uses that lookup key.");
        }
        change.put(Kind.PRICE, id, other.putNull("lookup_key"));
    }

    private Answer retrieve(Call call, Change change) {
        ObjectNode price = require(change, call.pathId(), "id");
        call.parameters().refuseUnknown();
        return Answer.ok(shown(call, price));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode price = before.deepCopy();
        fill(call.parameters(), change, price);
        call.parameters().refuseUnknown();
        change.put(Kind.PRICE, call.pathId(), price);
        events.recordUpdate(change, "price.updated", withoutTiers(before), withoutTiers(price));
        return Answer.ok(shown(call, price));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        List<String> keys = parameters.list("lookup_keys");
        Optional<String> meter = parameters.text("recurring[meter]");
        List<ObjectNode> found = change.list(
                Kind.PRICE,
                Listing.flagged(parameters, "active")
                        .and(Listing.matching(parameters, "product"))
                        .and(Listing.matching(parameters, "currency"))
                        .and(Listing.created(parameters))
                        .and(price -> keys.isEmpty()
                                || Json.text(price, "lookup_key")
                                        .filter(keys::contains)
                                        .isPresent())
                        .and(price -> meter.isEmpty() || meter.equals(Json.text(price.path("recurring"), "meter"))));
        List<ObjectNode> shown =
                found.reversed().stream().map(price -> shown(call, price)).toList();
        return Answer.ok(Listing.page(call, shown));
    }

    private static ObjectNode shown(Call call, ObjectNode price) {
        boolean expanded = call.parameters().list("expand").stream().anyMatch(path -> path.endsWith("tiers"));
        return expanded ? price : withoutTiers(price);
    }

    static ObjectNode withoutTiers(JsonNode price) {
        ObjectNode shown = (ObjectNode) price.deepCopy();
        shown.remove("tiers");
        return shown;
    }
}
