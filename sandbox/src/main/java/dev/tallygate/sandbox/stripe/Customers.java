package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/customers}: create, retrieve, update, delete, list. Nothing makes an e-mail unique. */
final class Customers {
    private static final String FINALIZATION = "finalization:";
    private static final List<String> TEXTS = List.of("description", "email", "name", "phone");
    private static final List<String> ADDRESS = List.of("city", "country", "line1", "line2", "postal_code", "state");

    private final EventLog events;

    Customers(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/customers", this::create)
                .on("GET", "/v1/customers", this::list)
                .on("GET", "/v1/customers/{id}", this::retrieve)
                .on("POST", "/v1/customers/{id}", this::update)
                .on("DELETE", "/v1/customers/{id}", this::delete);
    }

    /** A customer that exists and was not deleted. */
    static ObjectNode require(Change change, String id, String parameter) {
        return change.find(Kind.CUSTOMER, id)
                .filter(customer -> !isDeleted(customer))
                .orElseThrow(() -> StripeError.notFound(Kind.CUSTOMER, id, parameter));
    }

    /** Whether there is one that was not deleted. */
    static boolean exists(Change change, String id) {
        return change.find(Kind.CUSTOMER, id)
                .filter(customer -> !isDeleted(customer))
                .isPresent();
    }

    private Answer create(Call call, Change change) {
        ObjectNode customer = Json.template(Kind.class, "customer.json");
        String id = events.newId(Kind.CUSTOMER);
        customer.put("id", id).put("created", events.now());
        customer.put("invoice_prefix", id.substring(id.length() - 8).toUpperCase(Locale.ROOT));
        fill(call.parameters(), customer);
        change.put(Kind.CUSTOMER, id, customer);
        events.record(change, "customer.created", customer);
        return Answer.ok(customer);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(change.find(Kind.CUSTOMER, call.pathId())
                .orElseThrow(() -> StripeError.notFound(Kind.CUSTOMER, call.pathId(), "id")));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode customer = before.deepCopy();
        fill(call.parameters(), customer);
        change.put(Kind.CUSTOMER, call.pathId(), customer);
        events.recordUpdate(change, "customer.updated", before, customer);
        return Answer.ok(customer);
    }

    /** What remains answers with {@code deleted: true}, for ever. */
    private Answer delete(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode customer = require(change, call.pathId(), "id");
        ObjectNode rest = Json.object();
        rest.put("id", call.pathId()).put("object", "customer").put("deleted", true);
        change.put(Kind.CUSTOMER, call.pathId(), rest);
        Subscriptions.endAll(change, events, call.pathId());
        events.record(change, "customer.deleted", customer);
        return Answer.ok(rest);
    }

    private Answer list(Call call, Change change) {
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.CUSTOMER,
                Listing.matching(call.parameters(), "email")
                        .and(Listing.created(call.parameters()))
                        .and(customer -> !isDeleted(customer))));
    }

    /** Whether what is drafted for this customer cannot be finalized; the rule is the sandbox's own. */
    static boolean failsToFinalize(Change change, ObjectNode customer) {
        return change.find(Kind.SETTING, FINALIZATION + Json.string(customer, "id"))
                .map(setting -> setting.path("fails").asBoolean())
                .orElseGet(() -> Json.text(customer, "email").orElse("").contains("+sandbox_no_location@"));
    }

    /** From now on this customer's drafts can be finalized, or cannot. */
    static void setFinalization(Change change, String id, boolean fails) {
        change.put(Kind.SETTING, FINALIZATION + id, Json.object().put("fails", fails));
    }

    private static boolean isDeleted(ObjectNode customer) {
        return customer.path("deleted").asBoolean(false);
    }

    private static void fill(Parameters parameters, ObjectNode customer) {
        for (String field : TEXTS) {
            parameters.text(field).ifPresent(value -> putText(customer, field, value));
        }
        parameters.number("balance").ifPresent(balance -> customer.put("balance", balance));
        parameters
                .text("tax_exempt")
                .ifPresent(ignored ->
                        customer.put("tax_exempt", parameters.choice("tax_exempt", "none", "exempt", "reverse")));
        if (!parameters.map("address").isEmpty()) {
            ObjectNode address = customer.putObject("address");
            ADDRESS.forEach(part -> address.put(part, parameters.map("address").get(part)));
        }
        Metadata.apply(parameters, customer);
        parameters.accept("preferred_locales", "invoice_settings");
        parameters.refuseUnknown();
    }

    private static void putText(ObjectNode customer, String field, String value) {
        if (value.isEmpty()) {
            customer.putNull(field);
        } else {
            customer.put(field, value);
        }
    }
}
