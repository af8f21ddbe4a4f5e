package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What can only be read: {@code /v1/events}, {@code /v1/account}, {@code /v1/balance}. */
final class AccountReads {

    void addTo(Routes routes) {
        routes.on("GET", "/v1/events", this::listEvents)
                .on("GET", "/v1/events/{id}", this::retrieveEvent)
                .on("GET", "/v1/account", this::account)
                .on("GET", "/v1/balance", this::balance);
    }

    private Answer listEvents(Call call, Change change) {
        Parameters parameters = call.parameters();
        Set<String> types = Set.copyOf(parameters.list("types"));
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.EVENT,
                Listing.matching(parameters, "type")
                        .and(Listing.created(parameters))
                        .and(event -> types.isEmpty() || types.contains(Json.string(event, "type")))));
    }

    private Answer retrieveEvent(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode event = change.find(Kind.EVENT, call.pathId())
                .orElseThrow(() -> StripeError.notFound(Kind.EVENT, call.pathId(), "id"));
        List<ObjectNode> pending = change.list(
                Kind.DELIVERY, delivery -> Json.string(delivery, "event").equals(call.pathId()));
        return Answer.ok(event.put("pending_webhooks", pending.size()));
    }

    private Answer account(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(Json.template(Kind.class, "account.json"));
    }

    private Answer balance(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode balance = Json.object();
        balance.put("object", "balance").put("livemode", false);
        for (String part : List.of("available", "pending")) {
            balance.putArray(part).addObject().put("amount", 0).put("currency", "usd");
        }
        return Answer.ok(balance);
    }
}
