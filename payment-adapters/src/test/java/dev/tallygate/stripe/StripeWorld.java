package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.InvoiceListParams;
import dev.tallygate.SettableClock;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.Receipt;
import dev.tallygate.sandbox.description.Conformance;
import dev.tallygate.sandbox.description.StripeDescription;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A local Stripe, the adapter that talks to it, and a client of its own that looks what is there. */
final class StripeWorld implements AutoCloseable {
    final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    final Conformance conformance = new Conformance(StripeDescription.found());
    final LocalStripe stripe;
    final StripeProvider provider;
    private final StripeClient client;

    private final Duration read;

    StripeWorld(Path folder) throws IOException {
        this(folder, URI.create("http://127.0.0.1:9/webhooks/stripe"), Duration.ofSeconds(2));
    }

    /** With its webhooks sent to this address, and an adapter that waits so long for an answer. */
    StripeWorld(Path folder, URI webhookTarget, Duration read) throws IOException {
        this.read = read;
        stripe = LocalStripe.start(
                ProviderOptions.in(folder, webhookTarget).by(clock).watchedBy(conformance));
        provider = new StripeProvider(
                settings(stripe.url()),
                new StripeThinSettings(List.of(stripe.thinWebhookSecret())),
                Mode.TEST,
                CallPace.free());
        client = StripeClient.builder()
                .setApiKey(stripe.apiKey())
                .setApiBase(stripe.url())
                .setMaxNetworkRetries(0)
                .build();
    }

    private StripeSettings settings(String apiBase) {
        return new StripeSettings(
                stripe.apiKey(),
                apiBase,
                List.of(stripe.webhookSecret()),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(2), read));
    }

    /** The adapter of a Stripe that is not there. */
    StripeProvider unreachable() {
        return new StripeProvider(settings("http://127.0.0.1:9"), Mode.TEST);
    }

    List<Customer> customers() throws StripeException {
        return client.v1()
                .customers()
                .list(CustomerListParams.builder().setLimit(100L).build())
                .getData();
    }

    List<Invoice> invoices() throws StripeException {
        return client.v1()
                .invoices()
                .list(InvoiceListParams.builder().setLimit(100L).build())
                .getData();
    }

    StripeClient client() {
        return client;
    }

    /** Hands every event that Stripe has to our inbox, signed as Stripe signs, the oldest last. */
    void deliverEvents(PaymentWorld world) throws StripeException, GeneralSecurityException {
        for (Event event : client.v1()
                .events()
                .list(EventListParams.builder().setLimit(100L).build())
                .getData()) {
            String body = event.toJson();
            String header = Webhook.Signature.generateSignatureHeader(
                    body, stripe.webhookSecret(), clock.instant().getEpochSecond());
            Receipt receipt = world.inbox()
                    .receive("stripe", body.getBytes(StandardCharsets.UTF_8), Map.of("stripe-signature", header));
            if (!(receipt instanceof Receipt.Stored || receipt instanceof Receipt.Repeated)) {
                throw new AssertionError(event.getType() + ": " + receipt);
            }
        }
    }

    /** Whatever was answered has to be as Stripe describes it, and whatever was asked as its own mock server takes it. */
    @Override
    public void close() {
        stripe.close();
        assertThat(conformance.answerFindings()).isEmpty();
        assertThat(StripeMock.refusals(conformance.seen())).isEmpty();
    }
}
