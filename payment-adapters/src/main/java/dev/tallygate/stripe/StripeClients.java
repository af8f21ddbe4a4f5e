package dev.tallygate.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.ApiResource;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.tallygate.payment.CallPace;
import java.time.Duration;

/** Opens the one client, with what the SDK would do by itself switched off. */
final class StripeClients {
    private StripeClients() {}

    /** Retries are ours (deliveries); telemetry is off for the whole process, since the SDK has no other switch. */
    static StripeClient open(StripeSettings settings, CallPace pace) {
        Stripe.enableTelemetry = false;
        return StripeClient.builder()
                .setApiKey(settings.apiKey())
                .setApiBase(settings.apiBase())
                .setHttpClient(new PacedHttp(pace))
                .setMaxNetworkRetries(0)
                .setConnectTimeout(millis(settings.timeouts().connect()))
                .setReadTimeout(millis(settings.timeouts().read()))
                .build();
    }

    /** The SDK's own client, which asks before each call whether it may be made now. */
    private static final class PacedHttp extends HttpURLConnectionClient {
        private final CallPace pace;

        PacedHttp(CallPace pace) {
            this.pace = pace;
        }

        @Override
        public StripeResponse request(StripeRequest request) throws ApiConnectionException {
            pace.await(request.method() == ApiResource.RequestMethod.GET ? CallPace.Verb.READ : CallPace.Verb.WRITE);
            return super.request(request);
        }
    }

    private static int millis(Duration timeout) {
        return Math.toIntExact(timeout.toMillis());
    }
}
