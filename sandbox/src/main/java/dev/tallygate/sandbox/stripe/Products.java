package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/products}: create, retrieve, update, list. */
final class Products {
    private final EventLog events;

    Products(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/products", this::create)
                .on("GET", "/v1/products", this::list)
                .on("GET", "/v1/products/{id}", this::retrieve)
                .on("POST", "/v1/products/{id}", this::update);
    }

    static ObjectNode require(Change change, String id, String parameter) {
        return change.find(Kind.PRODUCT, id).orElseThrow(() -> StripeError.notFound(Kind.PRODUCT, id, parameter));
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        String name = parameters.required("name");
        String id = parameters.text("id").filter(text -> !text.isEmpty()).orElseGet(() -> events.newId(Kind.PRODUCT));
        if (change.find(Kind.PRODUCT, id).isPresent()) {
            throw StripeError.refused("resource_already_exists", "Product already exists: " + id);
        }
        ObjectNode product = add(change, id, name, parameters);
        parameters.refuseUnknown();
        events.record(change, "product.created", product);
        return Answer.ok(product);
    }

    /** Of this name, with what else was sent. */
    private ObjectNode add(Change change, String id, String name, Parameters parameters) {
        ObjectNode product = Json.template(Kind.class, "product.json");
        product.put("id", id).put("name", name).put("created", events.now()).put("updated", events.now());
        fill(parameters, product);
        change.put(Kind.PRODUCT, id, product);
        return product;
    }

    /** One that is made beside a price. */
    ObjectNode add(Change change, String name) {
        return add(change, events.newId(Kind.PRODUCT), name, Parameters.parse(""));
    }

    private static void fill(Parameters parameters, ObjectNode product) {
        for (String field : List.of("description", "unit_label", "statement_descriptor", "tax_code", "url")) {
            parameters.text(field).ifPresent(text -> product.put(field, text));
        }
        parameters.text("name").filter(text -> !text.isEmpty()).ifPresent(text -> product.put("name", text));
        parameters.flag("active").ifPresent(flag -> product.put("active", flag));
        Metadata.apply(parameters, product);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId(), "id"));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode product = before.deepCopy();
        fill(call.parameters(), product);
        call.parameters().refuseUnknown();
        change.put(Kind.PRODUCT, call.pathId(), product.put("updated", events.now()));
        events.recordUpdate(change, "product.updated", before, product);
        return Answer.ok(product);
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        List<String> ids = parameters.list("ids");
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.PRODUCT,
                Listing.flagged(parameters, "active")
                        .and(Listing.created(parameters))
                        .and(product -> ids.isEmpty() || ids.contains(Json.string(product, "id")))));
    }
}
