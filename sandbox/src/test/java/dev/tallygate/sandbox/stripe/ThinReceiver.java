package dev.tallygate.sandbox.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.v2.core.EventNotification;
import dev.tallygate.sandbox.provider.WebhookReceiver;
import java.io.IOException;
import java.util.List;

/** Takes webhooks of thin events, verified and read with Stripe's own library. */
final class ThinReceiver implements AutoCloseable {
    /** The tests' clocks stand in the past. */
    private static final long ANY_AGE = 0;

    private final WebhookReceiver webhooks;
    private final StripeClient client;
    private final String secret;

    ThinReceiver(StripeFixture fixture) throws IOException {
        client = fixture.client;
        secret = fixture.stripe.thinWebhookSecret();
        webhooks = new WebhookReceiver((body, headers) -> isGenuine(body, headers.getFirst("Stripe-Signature")), 204);
        fixture.stripe.sendThinWebhooksTo(webhooks.url());
    }

    private boolean isGenuine(String body, String header) {
        try {
            return parse(body, header).getId() != null;
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    private EventNotification parse(String body, String header) throws SignatureVerificationException {
        return client.parseEventNotification(body, header, secret, ANY_AGE);
    }

    List<String> bodies() {
        return webhooks.bodies();
    }

    List<String> forged() {
        return webhooks.forged();
    }

    @Override
    public void close() {
        webhooks.close();
    }
}
