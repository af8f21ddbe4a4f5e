package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Money that came in through the provider: each time a payment intent, its charge, and which invoice it paid.
 *
 * <p>{@code /v1/charges}, {@code /v1/payment_intents} and {@code /v1/invoice_payments} can be read; only invoices make them.
 */
final class Payments {
    private final EventLog events;

    Payments(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/v1/charges", (call, change) -> list(call, change, Kind.CHARGE, "customer", "payment_intent"))
                .on("GET", "/v1/charges/{id}", (call, change) -> retrieve(call, change, Kind.CHARGE))
                .on("GET", "/v1/payment_intents", (call, change) -> list(call, change, Kind.PAYMENT_INTENT, "customer"))
                .on("GET", "/v1/payment_intents/{id}", (call, change) -> retrieve(call, change, Kind.PAYMENT_INTENT))
                .on("GET", "/v1/invoice_payments", Payments::listInvoicePayments)
                .on("GET", "/v1/invoice_payments/{id}", (call, change) -> retrieve(call, change, Kind.INVOICE_PAYMENT));
    }

    /** Records what came for an invoice, and tells it. */
    void receive(Change change, ObjectNode invoice, long amount) {
        String currency = Json.string(invoice, "currency");
        String customer = Json.string(invoice, "customer");
        long now = events.now();
        ObjectNode charge = Json.template(Kind.class, "charge.json");
        ObjectNode intent = Json.template(Kind.class, "payment_intent.json");
        String chargeId = events.newId(Kind.CHARGE);
        String intentId = events.newId(Kind.PAYMENT_INTENT);
        for (ObjectNode object : List.of(charge, intent)) {
            object.put("amount", amount)
                    .put("currency", currency)
                    .put("customer", customer)
                    .put("created", now);
        }
        charge.put("id", chargeId).put("amount_captured", amount).put("payment_intent", intentId);
        intent.put("id", intentId).put("amount_received", amount).put("latest_charge", chargeId);
        change.put(Kind.CHARGE, chargeId, charge);
        change.put(Kind.PAYMENT_INTENT, intentId, intent);
        events.record(change, "charge.succeeded", charge);
        events.record(change, "payment_intent.succeeded", intent);
        events.record(change, "invoice_payment.paid", invoicePayment(change, invoice, amount, intentId));
    }

    private ObjectNode invoicePayment(Change change, ObjectNode invoice, long amount, String intentId) {
        ObjectNode payment = Json.template(Kind.class, "invoice_payment.json");
        String id = events.newId(Kind.INVOICE_PAYMENT);
        payment.put("id", id).put("invoice", Json.string(invoice, "id")).put("created", events.now());
        payment.put("amount_paid", amount).put("amount_requested", amount);
        payment.put("currency", Json.string(invoice, "currency"));
        Json.child(payment, "payment").put("payment_intent", intentId);
        Json.child(payment, "status_transitions").put("paid_at", events.now());
        change.put(Kind.INVOICE_PAYMENT, id, payment);
        return payment;
    }

    /** A charge by its own id, by its payment intent's, or the last one of an invoice. */
    static ObjectNode requireCharge(Change change, String id, String parameter) {
        return findCharge(change, id).orElseThrow(() -> StripeError.notFound(Kind.CHARGE, id, parameter));
    }

    static Optional<ObjectNode> findCharge(Change change, String id) {
        if (id.startsWith(Kind.INVOICE.prefix())) {
            return change
                    .list(
                            Kind.INVOICE_PAYMENT,
                            payment -> Json.string(payment, "invoice").equals(id))
                    .stream()
                    .reduce((older, newer) -> newer)
                    .flatMap(payment -> Json.text(payment.path("payment"), "payment_intent"))
                    .flatMap(intent -> findCharge(change, intent));
        }
        if (id.startsWith(Kind.PAYMENT_INTENT.prefix())) {
            return change.find(Kind.PAYMENT_INTENT, id)
                    .flatMap(intent -> change.find(Kind.CHARGE, Json.string(intent, "latest_charge")));
        }
        return change.find(Kind.CHARGE, id);
    }

    private static Answer retrieve(Call call, Change change, Kind kind) {
        call.parameters().refuseUnknown();
        return Answer.ok(
                change.find(kind, call.pathId()).orElseThrow(() -> StripeError.notFound(kind, call.pathId(), "id")));
    }

    private static Answer list(Call call, Change change, Kind kind, String... filters) {
        Predicate<ObjectNode> wanted = Listing.created(call.parameters());
        for (String filter : filters) {
            wanted = wanted.and(Listing.matching(call.parameters(), filter));
        }
        return Answer.ok(Listing.newestFirst(call, change, kind, wanted));
    }

    private static Answer listInvoicePayments(Call call, Change change) {
        Parameters parameters = call.parameters();
        Optional<String> intent = parameters.text("payment[payment_intent]");
        parameters.text("payment[type]");
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.INVOICE_PAYMENT,
                Listing.matching(parameters, "invoice")
                        .and(Listing.matching(parameters, "status"))
                        .and(Listing.created(parameters))
                        .and(payment -> intent.isEmpty()
                                || intent.equals(Json.text(payment.path("payment"), "payment_intent")))));
    }
}
