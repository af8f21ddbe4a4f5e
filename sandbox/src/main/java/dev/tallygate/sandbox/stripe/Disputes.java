package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/disputes} can be read; a cardholder opens one, and a bank closes it, by {@code /_sandbox/…}. */
final class Disputes {
    private static final long SECONDS_TO_RESPOND = 7 * 86_400L;

    private final EventLog events;

    Disputes(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/v1/disputes", this::list)
                .on("GET", "/v1/disputes/{id}", this::retrieve)
                .on("POST", "/_sandbox/stripe/charges/{id}/dispute", this::open)
                .on("POST", "/_sandbox/stripe/disputes/{id}/close", this::close);
    }

    /** Of a charge, or of the last charge of an invoice, in full. */
    private Answer open(Call call, Change change) {
        ObjectNode charge = Payments.requireCharge(change, call.pathId(), "id");
        if (charge.path("disputed").asBoolean()) {
            throw StripeError.refused(null, "This charge is disputed already");
        }
        ObjectNode dispute = Json.template(Kind.class, "dispute.json");
        String id = events.newId(Kind.DISPUTE);
        dispute.put("id", id).put("amount", Json.number(charge, "amount")).put("created", events.now());
        dispute.put("charge", Json.string(charge, "id")).put("currency", Json.string(charge, "currency"));
        dispute.put("payment_intent", Json.string(charge, "payment_intent"));
        call.parameters().text("reason").ifPresent(reason -> dispute.put("reason", reason));
        call.parameters().refuseUnknown();
        Json.child(dispute, "evidence_details").put("due_by", events.now() + SECONDS_TO_RESPOND);
        change.put(Kind.DISPUTE, id, dispute);
        change.put(Kind.CHARGE, Json.string(charge, "id"), charge.put("disputed", true));
        events.record(change, "charge.dispute.created", dispute);
        return Answer.ok(dispute);
    }

    /** Won, and the money stays; lost, and it is gone. */
    private Answer close(Call call, Change change) {
        ObjectNode dispute = require(change, call.pathId());
        if (!Json.string(dispute, "status").equals("needs_response")) {
            throw StripeError.refused(null, "This dispute is " + Json.string(dispute, "status"));
        }
        dispute.put("status", call.parameters().choice("status", "lost", "won"));
        call.parameters().refuseUnknown();
        change.put(Kind.DISPUTE, call.pathId(), dispute);
        events.record(change, "charge.dispute.closed", dispute);
        return Answer.ok(dispute);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId()));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.DISPUTE, id).orElseThrow(() -> StripeError.notFound(Kind.DISPUTE, id, "id"));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.DISPUTE,
                Listing.matching(parameters, "charge")
                        .and(Listing.matching(parameters, "payment_intent"))
                        .and(Listing.created(parameters))));
    }
}
