package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.param.InvoiceUpdateParams;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Awaiting;
import dev.tallygate.sandbox.provider.ProviderOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What goes wrong when it was ordered, as a caller and a receiver of webhooks meet it. */
class MisfortuneTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> post(String key) throws IOException, InterruptedException {
        return fixture.send("POST", "/v1/customers", Map.of("email", "a@example.com"), "Idempotency-Key", key);
    }

    private int customerCount() throws StripeException {
        return fixture.client.v1().customers().list().getData().size();
    }

    /** The last column: what another call with the same key is answered. */
    @ParameterizedTest(name = "{0} {1}: {2}, reason {3}, retry {4}, {5} made, then {6}")
    @CsvSource(textBlock = """
                    rate_limited,      '',                   429, global-rate,          , 0, 200
                    rate_limited,      global-concurrency,   429, global-concurrency,   , 0, 200
                    rate_limited,      endpoint-rate,        429, endpoint-rate,        , 0, 200
                    rate_limited,      endpoint-concurrency, 429, endpoint-concurrency, , 0, 200
                    rate_limited,      resource-specific,    429, resource-specific,    , 0, 200
                    lock_timeout,      '',                   429, ,                 true, 0, 200
                    key_in_use,        '',                   409, ,                 true, 0, 200
                    server_error,      '',                   500, ,                     , 0, 500
                    server_error_done, '',                   500, ,                     , 1, 500
                    bad_gateway,       '',                   502, ,                     , 0, 200
                    bad_gateway_done,  '',                   502, ,                     , 1, 200
                    truncated_json,    '',                   200, ,                     , 1, 200
                    live_answer,       '',                   200, ,                     , 1, 200
                    delay,             '',                   200, ,                     , 1, 200
                    delay_answer,      '',                   200, ,                     , 1, 200
                    slow_answer,       '',                   200, ,                     , 1, 200
                    """)
    void anAnswerIsWhatWasOrdered(
            String type, String reason, int status, String limit, String retry, int made, int then)
            throws StripeException, IOException, InterruptedException {
        fixture.stripe.order(Fault.once(Fault.Type.valueOf(type.toUpperCase(Locale.ROOT)), "POST", "/v1/customers")
                .because(reason)
                .waiting(Duration.ofMillis(1)));

        HttpResponse<String> first = post("k");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(status);
        assertThat(first.headers().firstValue("Stripe-Rate-Limited-Reason").orElse(null))
                .isEqualTo(limit);
        assertThat(first.headers().firstValue("Stripe-Should-Retry").orElse(null))
                .isEqualTo(retry);
        assertThat(customerCount()).isEqualTo(made);
        HttpResponse<String> second = post("k");
        assertThat(second.statusCode()).isEqualTo(then);
        assertThat(second.headers().firstValue("Idempotent-Replayed").isPresent())
                .isEqualTo(then == 500 || made == 1);
        assertThat(fired()).containsExactly(type);
    }

    private List<String> fired() {
        return fixture.stripe.script().fired().stream()
                .map(fired -> fired.fault().word())
                .toList();
    }

    @Test
    void brokenAnswersAreBrokenAsTheirNameSays() throws IOException, InterruptedException {
        fixture.stripe.order(Fault.once(Fault.Type.TRUNCATED_JSON, "POST", "/v1/customers"));
        fixture.stripe.order(Fault.once(Fault.Type.BAD_GATEWAY, "POST", "/v1/customers"));
        fixture.stripe.order(Fault.once(Fault.Type.LIVE_ANSWER, "POST", "/v1/customers"));
        fixture.stripe.order(Fault.once(Fault.Type.LOCK_TIMEOUT, "POST", "/v1/customers"));

        String truncated = post("a").body();
        assertThat(truncated).startsWith("{");
        assertThatThrownBy(() -> Json.parse(truncated)).isInstanceOf(JacksonException.class);
        assertThat(post("b").headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(Json.parse(post("c").body()).path("livemode").booleanValue()).isTrue();
        assertThat(StripeFixture.error(post("d")).path("code").stringValue()).isEqualTo("lock_timeout");
    }

    @Test
    void aScriptIsPutReadAndTakenBackOverHttp() throws IOException, InterruptedException {
        HttpResponse<String> put = fixture.sendText("PUT", "/_sandbox/script", """
                in_order
                drop_call path=/v1/customers nth=2
                rate_limited path=/v1/customers reason=endpoint-rate
                """);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);

        post("a");
        assertThatThrownBy(() -> post("b")).isInstanceOf(IOException.class);
        post("c");

        JsonNode read =
                Json.parse(fixture.send("GET", "/_sandbox/script", Map.of()).body());
        assertThat(read.path("in_order").booleanValue()).isTrue();
        assertThat(read.path("steps").get(0).path("left").intValue()).isZero();
        JsonNode fired = read.path("fired");
        assertThat(fired.size()).isEqualTo(2);
        assertThat(fired.get(0).path("type").stringValue()).isEqualTo("drop_call");
        assertThat(fired.get(0).path("nth").intValue()).isEqualTo(2);
        assertThat(fired.get(0).path("key").stringValue()).isEqualTo("b");
        assertThat(fired.get(1).path("id").stringValue()).startsWith("req_");
        fixture.send("DELETE", "/_sandbox/script", Map.of());
        assertThat(fixture.stripe.script().steps()).isEmpty();
        assertThat(fixture.sendText("PUT", "/_sandbox/script", "rain").statusCode())
                .isEqualTo(400);
        fixture.send("POST", "/_sandbox/script", Map.of("mode", "storm", "seed", "3", "rate", "1", "times", "1"));
        assertThat(fixture.stripe.script().storm()).isPresent();
    }

    @Test
    void aScriptMayBeGivenAtTheStart() throws IOException {
        ProviderOptions options = ProviderOptions.in(folder.resolve("other"), fixture.receiver.url())
                .with("drop_call nth=3");
        try (LocalStripe other = LocalStripe.start(options)) {
            assertThat(other.orderedFaults()).extracting(Fault::nth).containsExactly(3);
        }
    }

    @Test
    void aWebhookComesBeforeTheAnswerOfItsCall() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("early@example.com");
        fixture.stripe.order(
                Fault.once(Fault.Type.WEBHOOK_EARLY, "POST", "/v1/invoices$").waiting(Duration.ofSeconds(10)));

        fixture.client.v1().invoices().create(fixture.draftParams(customer).build());

        assertThat(fixture.receiver.types()).containsExactly("invoice.created");
        assertThat(fired()).containsExactly("webhook_early");
    }

    @Test
    void aLateWebhookComesByTheProvidersClock() throws StripeException, InterruptedException {
        fixture.stripe.order(
                Fault.webhook(Fault.Type.WEBHOOK_LATE, "invoice.created").waiting(Duration.ofHours(2)));

        String draft = draft();
        fixture.clock.advance(Duration.ofHours(2).minusSeconds(1));
        fixture.client.v1().invoices().delete(draft);
        Awaiting.await(() -> fixture.receiver.types().contains("invoice.deleted"));
        assertThat(fixture.receiver.types()).containsExactly("invoice.deleted");

        fixture.clock.advance(Duration.ofSeconds(1));
        Awaiting.await(() -> fixture.receiver.types().equals(List.of("invoice.deleted", "invoice.created")));
    }

    private String draft() throws StripeException {
        return fixture.client
                .v1()
                .invoices()
                .create(fixture.draftParams(fixture.customer("a@example.com")).build())
                .getId();
    }

    @Test
    void aWebhookComesTwiceWithOneIdAndTwinsHaveIdsOfTheirOwn() throws StripeException, InterruptedException {
        fixture.stripe.order(Fault.webhook(Fault.Type.WEBHOOK_TWICE, "invoice.created"));
        fixture.stripe.order(Fault.webhook(Fault.Type.WEBHOOK_TWIN, "invoice.created"));

        draft();
        Awaiting.await(() -> fixture.receiver.events().size() == 2);
        draft();
        Awaiting.await(() -> fixture.receiver.events().size() == 4);

        List<String> ids = fixture.receiver.events().stream().map(Event::getId).toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(new HashSet<>(ids)).hasSize(3);
        assertThat(object(2)).isEqualTo(object(3));
        assertThat(fixture.receiver.forged()).isEmpty();
    }

    private String object(int index) {
        return Json.write(
                Json.parse(fixture.receiver.events().get(index).toJson()).path("data"));
    }

    @Test
    void aWebhookComesAfterTheNextOneAndADroppedOneNever() throws StripeException, InterruptedException {
        fixture.stripe.order(Fault.webhook(Fault.Type.WEBHOOK_AFTER_NEXT, "invoice.created"));
        fixture.stripe.order(Fault.webhook(Fault.Type.WEBHOOK_DROPPED, "invoice.updated"));
        String draft = draft();

        fixture.client
                .v1()
                .invoices()
                .update(
                        draft,
                        InvoiceUpdateParams.builder().setDescription("not told").build());
        fixture.client.v1().invoices().delete(draft);

        Awaiting.await(() -> fixture.receiver.events().size() == 2);
        assertThat(fixture.receiver.types()).containsExactly("invoice.deleted", "invoice.created");
        assertThat(fixture.client.v1().events().list().getData())
                .extracting(Event::getType)
                .contains("invoice.updated");
        assertThat(fixture.stripe.script().fired())
                .extracting(Script.Fired::path)
                .containsExactly("invoice.created", "invoice.updated");
    }

    @Test
    void aWebhookThatWaitsForANextOneComesAtLastWhereThereIsNone() throws StripeException, InterruptedException {
        fixture.stripe.order(
                Fault.webhook(Fault.Type.WEBHOOK_AFTER_NEXT, "invoice.created").waiting(Duration.ofMinutes(1)));

        draft();
        assertThat(fixture.receiver.types()).isEmpty();
        fixture.clock.advance(Duration.ofMinutes(1));

        Awaiting.await(() -> fixture.receiver.types().contains("invoice.created"));
    }

    @Test
    void aWebhookMaySayItIsLive() throws StripeException, InterruptedException {
        fixture.stripe.order(Fault.webhook(Fault.Type.WEBHOOK_LIVE, "invoice.created")
                .where("data.object.customer_email", "b@example.com"));

        draft();
        fixture.client
                .v1()
                .invoices()
                .create(fixture.draftParams(fixture.customer("b@example.com")).build());

        Awaiting.await(() -> fixture.receiver.events().size() == 2);
        assertThat(fixture.receiver.events().stream().filter(Event::getLivemode))
                .hasSize(1);
        assertThat(fixture.receiver.forged()).isEmpty();
    }
}
