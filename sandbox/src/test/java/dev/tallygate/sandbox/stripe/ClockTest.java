package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceCreateParams;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider's clock over HTTP; the machine's stands still here unless a test moves it. */
class ClockTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder, StripeFixture.START);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String clock(String method, String... form) throws IOException, InterruptedException {
        Map<String, String> sent = form.length == 0 ? Map.of() : Map.of(form[0], form[1]);
        HttpResponse<String> answer = fixture.send(method, "/_sandbox/clock", sent);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.string(Json.parse(answer.body()), "now");
    }

    @Test
    void itIsSetAndAdvancedAndGoesOnWithTheMachinesAlsoAfterARestart() throws IOException, InterruptedException {
        assertThat(clock("GET")).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(clock("POST", "now", "2026-12-01T00:00:00Z")).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(clock("POST", "advance", "PT36H")).isEqualTo("2026-12-02T12:00:00Z");

        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.restart();

        assertThat(clock("GET")).isEqualTo("2026-12-02T12:01:00Z");
        assertThat(fixture.get("/_sandbox/clock").path("ahead_of_machine").stringValue())
                .isEqualTo("PT756H");
        assertThat(clock("DELETE")).isEqualTo("2026-11-01T00:01:00Z");
    }

    @Test
    void stoppedItStandsUntilItIsMovedOrRuns() throws IOException, InterruptedException {
        clock("POST", "stopped", "true");
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(clock("POST", "advance", "PT1S")).isEqualTo("2026-11-01T00:00:01Z");

        fixture.restart();
        assertThat(clock("POST", "stopped", "false")).isEqualTo("2026-11-01T00:00:01Z");
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(clock("GET")).isEqualTo("2026-11-01T00:01:01Z");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"now, yesterday", "advance, 24h", "advance, P999999D", "stopped, perhaps", "later, PT1H"})
    void whatItDoesNotUnderstandIsSaid(String name, String value) throws IOException, InterruptedException {
        HttpResponse<String> answer = fixture.send("POST", "/_sandbox/clock", Map.of(name, value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(StripeFixture.error(answer).path("param").stringValue()).isEqualTo(name);
    }

    @Test
    void keysAreForgottenAfterADayAndEventsAfterThirtyByIt() throws StripeException, IOException, InterruptedException {
        String first = customerOf("cus:1");
        clock("POST", "advance", "PT23H59M59S");
        assertThat(customerOf("cus:1")).isEqualTo(first);
        clock("POST", "advance", "PT1S");
        assertThat(customerOf("cus:1")).isNotEqualTo(first);

        assertThat(events()).isEqualTo(2);
        clock("POST", "advance", "P29DT1S");
        Awaiting.await(() -> events() == 1);
        clock("POST", "advance", "PT25H");
        Awaiting.await(() -> events() == 0);
    }

    private String customerOf(String key) throws IOException, InterruptedException {
        HttpResponse<String> made = fixture.send("POST", "/v1/customers", Map.of(), "Idempotency-Key", key);
        return Json.string(Json.parse(made.body()), "id");
    }

    private int events() {
        try {
            return fixture.client.v1().events().list().getData().size();
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWebhookIsDatedByTheMachineSoThatItsReceiverTakesIt()
            throws StripeException, IOException, InterruptedException {
        clock("POST", "now", "2027-03-01T00:00:00Z");
        fixture.clock.set(Instant.now());

        fixture.client
                .v1()
                .invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer(fixture.client
                                .v1()
                                .customers()
                                .create(CustomerCreateParams.builder().build())
                                .getId())
                        .build());

        Awaiting.await(() -> fixture.receiver.types().contains("invoice.created"));
        assertThat(fixture.receiver.forged()).isEmpty();
        Event event = fixture.receiver.events().getFirst();
        assertThat(event.getCreated()).isGreaterThan(fixture.clock.instant().getEpochSecond());
    }
}
