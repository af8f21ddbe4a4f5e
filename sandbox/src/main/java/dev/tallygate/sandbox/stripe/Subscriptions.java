package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/subscriptions}: create, retrieve, update, cancel, list. What they are invoiced: {@link Cycles}. */
final class Subscriptions {
    private static final int ITEMS_MAX = 20;

    private final EventLog events;
    private final Cycles cycles;

    Subscriptions(EventLog events, Cycles cycles) {
        this.events = events;
        this.cycles = cycles;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/subscriptions", this::create)
                .on("GET", "/v1/subscriptions", this::list)
                .on("GET", "/v1/subscriptions/{id}", this::retrieve)
                .on("POST", "/v1/subscriptions/{id}", this::update)
                .on("DELETE", "/v1/subscriptions/{id}", this::cancel)
                .on("GET", "/v1/subscription_items", this::listItems);
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode customer = Customers.require(change, parameters.required("customer"), "customer");
        ObjectNode subscription = Json.template(Kind.class, "subscription.json");
        String id = events.newId(Kind.SUBSCRIPTION);
        long now = events.now();
        long start = parameters.number("backdate_start_date").orElse(now);
        long anchor = parameters.number("billing_cycle_anchor").orElse(start);
        if (start > now || (anchor < now && anchor != start)) {
            throw ParameterRefused.invalid(
                    "billing_cycle_anchor",
                    "backdate_start_date is not after now, and billing_cycle_anchor not before it");
        }
        subscription.put("id", id).put("customer", Json.string(customer, "id")).put("created", now);
        subscription.put("start_date", start).put("billing_cycle_anchor", anchor);
        List<ObjectNode> items = items(parameters, change, id);
        String currency = currency(change, customer, items);
        parameters.text("currency").filter(text -> !text.equals(currency)).ifPresent(text -> {
            throw ParameterRefused.invalid(
                    "currency", "currency: " + text + " (expected: the prices' " + currency + ")");
        });
        subscription.put("currency", currency);
        subscription.set("items", Listing.first("/v1/subscription_items?subscription=" + id, items));
        fill(parameters, subscription);
        parameters.accept("proration_behavior", "payment_behavior", "off_session", "payment_settings");
        parameters.refuseUnknown();
        Cycles.setPeriod(subscription, start);
        if (Json.text(customer, "currency").isEmpty()) {
            change.put(Kind.CUSTOMER, Json.string(customer, "id"), customer.put("currency", currency));
        }
        change.put(Kind.SUBSCRIPTION, id, subscription);
        events.record(change, "customer.subscription.created", subscription);
        return Answer.ok(cycles.begin(change, subscription));
    }

    private List<ObjectNode> items(Parameters parameters, Change change, String subscription) {
        List<Parameters> wanted = parameters.each("items");
        if (wanted.isEmpty() || wanted.size() > ITEMS_MAX) {
            throw ParameterRefused.invalid("items", "items: " + wanted.size() + " (expected: 1 to " + ITEMS_MAX + ")");
        }
        List<ObjectNode> items = new ArrayList<>();
        for (Parameters one : wanted) {
            ObjectNode price = Prices.require(change, one.required("price"), "items[price]");
            if (!price.path("active").asBoolean()) {
                throw StripeError.refused(null, "The price specified is inactive: " + Json.string(price, "id"));
            }
            ObjectNode item = Json.object();
            item.put("id", events.newId(Kind.SUBSCRIPTION_ITEM)).put("object", "subscription_item");
            item.putNull("billing_thresholds").put("created", events.now()).put("current_period_end", 0);
            item.put("current_period_start", 0).putArray("discounts");
            item.putObject("metadata");
            Metadata.apply(one, item);
            item.set("price", Prices.withoutTiers(price));
            item.put("subscription", subscription).putArray("tax_rates");
            one.refuseUnknown();
            items.add(item);
        }
        return items;
    }

    /** One customer pays its subscriptions in one currency. */
    private static String currency(Change change, ObjectNode customer, List<ObjectNode> items) {
        String currency = Json.string(items.getFirst().required("price"), "currency");
        String id = Json.string(customer, "id");
        boolean differs = items.stream()
                        .anyMatch(item ->
                                !Json.string(item.required("price"), "currency").equals(currency))
                || !change.list(
                                Kind.SUBSCRIPTION,
                                other -> Json.string(other, "customer").equals(id)
                                        && isActive(other)
                                        && !Json.string(other, "currency").equals(currency))
                        .isEmpty();
        if (differs) {
            throw StripeError.refused(
                    null, "You cannot combine currencies on a single customer: all its subscriptions" + " are in one");
        }
        return currency;
    }

    static boolean isActive(ObjectNode subscription) {
        return Json.string(subscription, "status").equals("active");
    }

    private static void fill(Parameters parameters, ObjectNode subscription) {
        parameters.text("description").ifPresent(text -> subscription.put("description", text));
        parameters.flag("cancel_at_period_end").ifPresent(flag -> subscription.put("cancel_at_period_end", flag));
        Optional<Long> days = parameters.number("days_until_due");
        if (parameters.text("collection_method").isPresent()) {
            subscription.put(
                    "collection_method",
                    parameters.choice("collection_method", "charge_automatically", "send_invoice"));
        }
        days.ifPresent(count -> subscription.put("days_until_due", count));
        boolean isSent = Json.string(subscription, "collection_method").equals("send_invoice");
        if (isSent && subscription.path("days_until_due").isNull()) {
            throw ParameterRefused.missing("days_until_due");
        }
        Metadata.apply(parameters, subscription);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId()));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.SUBSCRIPTION, id).orElseThrow(() -> StripeError.notFound(Kind.SUBSCRIPTION, id, "id"));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId());
        if (!isActive(before)) {
            throw StripeError.refused(null, "This subscription is " + Json.string(before, "status"));
        }
        ObjectNode subscription = before.deepCopy();
        fill(call.parameters(), subscription);
        call.parameters().accept("proration_behavior");
        call.parameters().refuseUnknown();
        change.put(Kind.SUBSCRIPTION, call.pathId(), subscription);
        events.recordUpdate(change, "customer.subscription.updated", before, subscription);
        return Answer.ok(subscription);
    }

    /** With {@code invoice_now} what was used so far is invoiced; else it never is. */
    private Answer cancel(Call call, Change change) {
        ObjectNode subscription = require(change, call.pathId());
        boolean invoiceNow = call.parameters().flag("invoice_now").orElse(false);
        call.parameters().accept("prorate", "cancellation_details");
        call.parameters().refuseUnknown();
        if (!isActive(subscription)) {
            throw StripeError.notFound(Kind.SUBSCRIPTION, call.pathId(), "id");
        }
        if (invoiceNow) {
            cycles.invoice(change, subscription, events.now());
        }
        return Answer.ok(end(change, events, subscription));
    }

    /** It is over, and says so. */
    static ObjectNode end(Change change, EventLog events, ObjectNode subscription) {
        long now = events.now();
        subscription.put("status", "canceled").put("canceled_at", now).put("ended_at", now);
        Json.child(subscription, "cancellation_details").put("reason", "cancellation_requested");
        change.put(Kind.SUBSCRIPTION, Json.string(subscription, "id"), subscription);
        events.record(change, "customer.subscription.deleted", subscription);
        return subscription;
    }

    /** A customer that is deleted takes its subscriptions along. */
    static void endAll(Change change, EventLog events, String customer) {
        change.list(
                        Kind.SUBSCRIPTION,
                        subscription ->
                                Json.string(subscription, "customer").equals(customer) && isActive(subscription))
                .forEach(subscription -> end(change, events, subscription));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        String status = parameters.choice("status", "", "active", "canceled", "all", "ended");
        Optional<String> price = parameters.text("price");
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.SUBSCRIPTION,
                Listing.matching(parameters, "customer")
                        .and(Listing.created(parameters))
                        .and(subscription -> hasStatus(subscription, status))
                        .and(subscription -> price.isEmpty() || has(subscription, price.get()))));
    }

    private static boolean hasStatus(ObjectNode subscription, String wanted) {
        return switch (wanted) {
            case "all" -> true;
            case "canceled", "ended" -> !isActive(subscription);
            default -> isActive(subscription);
        };
    }

    private static boolean has(ObjectNode subscription, String price) {
        return subscription
                .path("items")
                .path("data")
                .valueStream()
                .anyMatch(item -> Json.string(item.required("price"), "id").equals(price));
    }

    private Answer listItems(Call call, Change change) {
        ObjectNode subscription = require(change, call.parameters().required("subscription"));
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : (ArrayNode) subscription.required("items").required("data")) {
            items.add((ObjectNode) item);
        }
        return Answer.ok(Listing.page(call, items));
    }
}
