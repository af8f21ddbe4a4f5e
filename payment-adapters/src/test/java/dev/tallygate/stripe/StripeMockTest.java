package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.sandbox.description.Exchange;
import dev.tallygate.sandbox.description.StripeDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stripe's official mock server takes every request that the adapter makes. */
class StripeMockTest {
    @TempDir
    Path folder;

    @Test
    void everyCallOfTheAdapterIsTakenAndItsAnswerRead() {
        StripeMock mock = StripeMock.needed();
        var provider = new StripeProvider(
                new StripeSettings(
                        StripeMock.API_KEY,
                        mock.url(),
                        List.of(),
                        "own",
                        StripeSettings.Collection.SEND_INVOICE,
                        30,
                        new StripeSettings.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30))),
                Mode.TEST);

        Map<String, Object> came = new StripeTour(provider, object -> object + "_1").everyCall();

        assertThat(came)
                .isNotEmpty()
                .allSatisfy((call, result) -> assertThat(result)
                        .as(call)
                        .isNotInstanceOfAny(
                                Outcome.Rejected.class,
                                Outcome.NeedsAttention.class,
                                Outcome.Unknown.class,
                                LookUp.Unknown.class,
                                Fetched.Unknown.class,
                                Listed.Unknown.class));
    }

    /** What the mock server is asked after each suite, and here about each endpoint that the adapter has. */
    @Test
    void everyEndpointOfTheAdapterIsCompared() throws Exception {
        StripeMock.needed();
        try (StripeWorld world = new StripeWorld(folder)) {
            new StripeTour(world.provider, object -> object + "_1").everyCall();
            assertThat(world.conformance.seen())
                    .extracting(exchange ->
                            exchange.method() + " " + exchange.path().replaceAll("/(re_|du_|cn_)?[a-z]+_1\\b", "/ID"))
                    .contains(
                            "POST /v1/customers",
                            "GET /v1/customers",
                            "POST /v1/invoices",
                            "GET /v1/invoices",
                            "GET /v1/invoices/ID",
                            "GET /v1/invoiceitems",
                            "POST /v1/invoiceitems",
                            "POST /v1/invoices/ID/finalize",
                            "GET /v1/refunds/ID",
                            "GET /v1/disputes/ID",
                            "POST /v1/credit_notes",
                            "GET /v1/credit_notes",
                            "GET /v1/credit_notes/ID",
                            "GET /v1/events",
                            "POST /v1/billing/meters",
                            "GET /v1/billing/meters",
                            "GET /v1/billing/meters/ID/event_summaries",
                            "POST /v1/billing/meter_events",
                            "POST /v1/prices",
                            "GET /v1/prices",
                            "POST /v1/subscriptions",
                            "GET /v1/subscriptions",
                            "POST /v1/subscriptions/ID");
            for (Exchange exchange : world.conformance.seen()) {
                assertThat(StripeMock.needed().refusal(exchange)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /v1/customers              | emial=acme@example.com                    | additional properties
            POST | /v1/customers              | metadata[a]=1&metadata[b][c]=2            | metadata
            POST | /v1/customer               | email=acme@example.com                    | Unrecognized request URL
            POST | /v1/invoiceitems           | customer=cus_1&amount=12.34               | amount
            POST | /v1/invoices               | collection_method=by_post                 | collection_method
            POST | /v1/billing/meter_events   | event_name=tokens                         | payload
            GET  | /v1/invoices               | costumer=cus_1                            | additional properties
            GET  | /v1/invoices               | status=half                               | status
            """)
    void aWrongPathNameValueOrALackIsRefused(String method, String path, String form, String named) {
        boolean isPost = method.equals("POST");
        int sign = form.indexOf('=');
        Map<String, String> query = isPost ? Map.of() : Map.of(form.substring(0, sign), form.substring(sign + 1));

        assertThat(StripeMock.needed().refusal(Exchange.asking(method, path, query, isPost ? form : "")))
                .hasValueSatisfying(refusal -> assertThat(refusal).contains(named));
    }

    @Test
    void theDescriptionIsOfTheReleaseTrainThatTheAdapterPins() {
        String version = StripeDescription.needed().version();

        assertThat(version.replaceAll(".*\\.", "")).isEqualTo(Stripe.API_VERSION.replaceAll(".*\\.", ""));
        assertThat(version).isGreaterThanOrEqualTo(Stripe.API_VERSION);
    }
}
