package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/refunds}: money that goes back; it never touches the invoice, which stays paid. */
final class Refunds {
    private final EventLog events;

    Refunds(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/refunds", this::create)
                .on("GET", "/v1/refunds", this::list)
                .on("GET", "/v1/refunds/{id}", this::retrieve)
                .on("POST", "/_sandbox/stripe/refunds/{id}/fail", this::fail);
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        String intent = parameters.text("payment_intent").orElse("");
        String parameter = intent.isEmpty() ? "charge" : "payment_intent";
        ObjectNode charge = Payments.requireCharge(change, parameters.required(parameter), parameter);
        long amount = parameters.number("amount").orElseGet(() -> left(charge));
        ObjectNode refund = Json.template(Kind.class, "refund.json");
        if (parameters.text("reason").isPresent()) {
            refund.put("reason", parameters.choice("reason", "requested_by_customer", "duplicate", "fraudulent"));
        }
        Metadata.apply(parameters, refund);
        parameters.refuseUnknown();
        return Answer.ok(refund(change, charge, amount, refund));
    }

    /** Gives back this much of a charge. */
    ObjectNode refund(Change change, ObjectNode charge, long amount) {
        return refund(change, charge, amount, Json.template(Kind.class, "refund.json"));
    }

    private ObjectNode refund(Change change, ObjectNode charge, long amount, ObjectNode refund) {
        if (left(charge) == 0) {
            throw StripeError.refused(
                    "charge_already_refunded", "Charge " + Json.string(charge, "id") + " has already been refunded.");
        }
        if (amount < 1 || amount > left(charge)) {
            throw ParameterRefused.invalid(
                    "amount", "Refund amount " + amount + " must be from 1 to the unrefunded " + left(charge));
        }
        String id = events.newId(Kind.REFUND);
        refund.put("id", id).put("amount", amount).put("created", events.now());
        refund.put("charge", Json.string(charge, "id")).put("currency", Json.string(charge, "currency"));
        refund.put("payment_intent", Json.string(charge, "payment_intent"));
        refund.put("customer", Json.string(charge, "customer"));
        change.put(Kind.REFUND, id, refund);
        addRefunded(change, charge, amount);
        events.record(change, "refund.created", refund);
        events.record(change, "charge.refunded", charge);
        return refund;
    }

    private static long left(ObjectNode charge) {
        return Json.number(charge, "amount") - Json.number(charge, "amount_refunded");
    }

    private static void addRefunded(Change change, ObjectNode charge, long amount) {
        charge.put("amount_refunded", Json.number(charge, "amount_refunded") + amount);
        charge.put("refunded", left(charge) == 0);
        change.put(Kind.CHARGE, Json.string(charge, "id"), charge);
    }

    /** The bank sends the money back: what was refunded is not. */
    private Answer fail(Call call, Change change) {
        ObjectNode refund = require(change, call.pathId());
        if (!Json.string(refund, "status").equals("succeeded")) {
            throw StripeError.refused(null, "This refund is " + Json.string(refund, "status"));
        }
        refund.put("status", "failed").put("failure_reason", "unknown");
        change.put(Kind.REFUND, call.pathId(), refund);
        ObjectNode charge = Payments.requireCharge(change, Json.string(refund, "charge"), "charge");
        addRefunded(change, charge, -Json.number(refund, "amount"));
        events.record(change, "refund.failed", refund);
        return Answer.ok(refund);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId()));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.REFUND, id).orElseThrow(() -> StripeError.notFound(Kind.REFUND, id, "id"));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.REFUND,
                Listing.matching(parameters, "charge")
                        .and(Listing.matching(parameters, "payment_intent"))
                        .and(Listing.created(parameters))));
    }
}
