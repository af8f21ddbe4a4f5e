package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookQueue;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** An event for an endpoint as a signed request; any 2xx takes it. */
record StripeWebhooks(EventLog events) implements WebhookSender.Post {
    @Override
    public DocumentKind deliveries() {
        return Kind.DELIVERY;
    }

    /** Empty where the endpoint or the event is gone, or the endpoint was disabled. */
    @Override
    public Optional<HttpRequest.Builder> request(Change change, ObjectNode delivery) {
        Optional<ObjectNode> endpoint = change.find(Kind.WEBHOOK_ENDPOINT, Json.string(delivery, "endpoint"))
                .or(() -> change.find(Kind.EVENT_DESTINATION, Json.string(delivery, "endpoint")))
                .filter(found -> Json.string(found, "status").equals("enabled"));
        Optional<ObjectNode> event = change.find(Kind.EVENT, Json.string(delivery, "event"))
                .or(() -> change.find(Kind.THIN_EVENT, Json.string(delivery, "event"))
                        .map(ThinEvents::notification));
        if (endpoint.isEmpty() || event.isEmpty()) {
            return Optional.empty();
        }
        String body =
                WebhookQueue.saysLive(delivery) ? StripeApi.live(Json.write(event.get())) : Json.write(event.get());
        String secret = Json.string(endpoint.get(), "secret");
        return Optional.of(HttpRequest.newBuilder(URI.create(Json.string(endpoint.get(), "url")))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (sandbox)")
                .header("Stripe-Signature", WebhookSignature.header(secret, events.signatureTime(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Override
    public boolean isTaken(int status) {
        return status / 100 == 2;
    }
}
