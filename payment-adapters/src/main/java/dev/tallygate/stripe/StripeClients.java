package dev.tallygate.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import java.time.Duration;

/** Opens the one client, with what the SDK would do by itself switched off. */
final class StripeClients {
    private StripeClients() {}

    /** Retries are ours (deliveries); telemetry is off for the whole process, since the SDK has no other switch. */
    static StripeClient open(StripeSettings settings) {
        Stripe.enableTelemetry = false;
        return StripeClient.builder()
                .setApiKey(settings.apiKey())
                .setApiBase(settings.apiBase())
                .setMaxNetworkRetries(0)
                .setConnectTimeout(millis(settings.timeouts().connect()))
                .setReadTimeout(millis(settings.timeouts().read()))
                .build();
    }

    private static int millis(Duration timeout) {
        return Math.toIntExact(timeout.toMillis());
    }
}
