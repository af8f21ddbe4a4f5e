package dev.tallygate.sandbox.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import dev.tallygate.sandbox.provider.WebhookReceiver;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Takes webhooks, verified and read with Stripe's own library. */
final class EventReceiver implements AutoCloseable {
    private final WebhookReceiver webhooks;
    private volatile String secret = "";

    EventReceiver() throws IOException {
        webhooks = new WebhookReceiver((body, headers) -> isGenuine(body, headers.getFirst("Stripe-Signature")), 204);
    }

    private boolean isGenuine(String body, String header) {
        try {
            return Webhook.constructEvent(body, header, secret).getId() != null;
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    URI url() {
        return webhooks.url();
    }

    void trust(String webhookSecret) {
        secret = webhookSecret;
    }

    void refuseNext(int count) {
        webhooks.refuseNext(count);
    }

    List<Event> events() {
        return webhooks.bodies().stream()
                .map(Webhook::constructEventWithoutVerification)
                .toList();
    }

    List<String> types() {
        return events().stream().map(Event::getType).toList();
    }

    /** Bodies whose signature did not fit. */
    List<String> forged() {
        return webhooks.forged();
    }

    @Override
    public void close() {
        webhooks.close();
    }
}
