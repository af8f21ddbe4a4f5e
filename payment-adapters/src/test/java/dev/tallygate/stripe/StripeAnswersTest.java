package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CallPace.Verb;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.Outcome.Limit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer of Stripe's means; the server answers what the test put there. */
class StripeAnswersTest {
    private static final Call.CreateCustomer ACME =
            new Call.CreateCustomer("inst", "acme", "Acme, Inc.", "acme@example.com");

    private final List<Verb> verbs = new ArrayList<>();
    private HttpServer server;
    private StripeProvider provider;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        var settings = new StripeSettings(
                "sk_test_hush",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                List.of("whsec_hush"),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5)));
        provider = new StripeProvider(settings, new StripeThinSettings(List.of()), Mode.TEST, verbs::add);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @DisplayName("scenarios 6 and 7: whose limit a 429 is, by its reason")
    @CsvSource(textBlock = """
            global-rate,          rate_limit,   ACCOUNT
            global-concurrency,   rate_limit,   ACCOUNT
            endpoint-rate,        rate_limit,   KIND
            endpoint-concurrency, rate_limit,   KIND
            resource-specific,    rate_limit,   CALL
            '',                   lock_timeout, LOCK
            '',                   rate_limit,   ACCOUNT
            """)
    void scenarios6And7EachLimitHasItsReach(String reason, String code, Limit limit) {
        answer(429, error("invalid_request_error", code), "Stripe-Rate-Limited-Reason", reason);

        assertThat(later().limit()).isEqualTo(limit);
        assertThat(later().after()).isEmpty();
    }

    @Test
    @DisplayName("scenario 6: Retry-After is honoured where it is sent")
    void scenario6RetryAfterIsHonoured() {
        answer(429, error("invalid_request_error", "rate_limit"), "Retry-After", "17");

        assertThat(later().after()).contains(Duration.ofSeconds(17));
    }

    @Test
    @DisplayName("scenario 4: a key in use waits alone")
    void scenario4AKeyInUseWaitsAlone() {
        answer(409, error("idempotency_error", "idempotency_key_in_use"));

        assertThat(later().limit()).isEqualTo(Limit.CALL);
    }

    @ParameterizedTest
    @DisplayName("scenarios 3, 5 and 9: what is known after each answer")
    @CsvSource(delimiter = '|', textBlock = """
            500 | {"error": {"type": "api_error"}}                            | Idempotent-Replayed | true  | StoredFailure
            500 | {"error": {"type": "api_error"}}                            | Stripe-Should-Retry | false | StoredFailure
            500 | {"error": {"type": "api_error"}}                            | Stripe-Should-Retry | true  | Unknown
            502 | <html>Bad Gateway</html>                                    | X-None              | none  | Unknown
            200 | {"id": "cus_1", "object": "cust                             | X-None              | none  | Unknown
            400 | {"error": {"type": "idempotency_error", "message": "other"}} | X-None             | none  | NeedsAttention
            401 | {"error": {"type": "invalid_request_error"}}                | X-None              | none  | KeyRefused
            402 | {"error": {"type": "card_error", "code": "card_declined"}}  | X-None              | none  | Rejected
            200 | {"id": "cus_1", "object": "customer"}                       | Idempotent-Replayed | true  | Accepted
            """)
    void scenarios3And5And9EachAnswerHasItsOutcome(int status, String body, String name, String value, String outcome) {
        answer(status, body, name, value);

        assertThat(send().getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @DisplayName("a key that may not look for what was lost is a refused one, as where it may not write")
    @CsvSource({"401, KeyRefused", "403, KeyRefused", "500, Unknown"})
    void aLookUpThatIsRefusedIsTheKeys(int status, String expected) {
        answer(status, error("invalid_request_error", ""));

        assertThat(provider.lookUp(ACME, Instant.EPOCH).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("scenario 43: an answer is told with Stripe's request id and without a secret")
    void scenario43TheRequestIdIsKeptAndNoSecret() {
        answer(500, error("api_error", "oops"), "Request-Id", "req_4711");

        assertThat(send().toString())
                .contains("req_4711")
                .doesNotContain("hush")
                .doesNotContain("acme@example.com");
    }

    @Test
    void eachRequestAsksFirstWhetherItMayGo() {
        answer(200, "{\"id\": \"in_1\", \"object\": \"invoice\", \"status\": \"draft\", \"currency\": \"usd\"}");

        provider.fetchInvoice("in_1");
        send();

        assertThat(verbs).containsExactly(Verb.READ, Verb.WRITE);
        assertThat(provider.readBudget().orElseThrow().of(21)).isEqualTo(10_500);
        assertThat(provider.readBudget().orElseThrow().of(3)).isEqualTo(10_000);
    }

    private Outcome.RetryLater later() {
        return (Outcome.RetryLater) send();
    }

    private Outcome send() {
        return provider.execute(ACME, "cus:key");
    }

    private static String error(String type, String code) {
        return "{\"error\": {\"type\": \"%s\", \"code\": \"%s\", \"message\": \"no\"}}".formatted(type, code);
    }

    private void answer(int status, String body, String... header) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            for (int i = 0; i < header.length; i += 2) {
                if (!header[i + 1].isEmpty()) {
                    exchange.getResponseHeaders().set(header[i], header[i + 1]);
                }
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
