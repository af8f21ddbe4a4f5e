package dev.tallygate.sandbox.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.paystack.PaystackFixture.Said;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same script and clock at the local Paystack. */
class MisfortunesTest {
    @TempDir
    Path folder;

    private PaystackFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new PaystackFixture(folder);
        fixture.paystack.everybody(Payer.NEVER_PAYS);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}: {1}, {2} made")
    @CsvSource(textBlock = """
                    server_error_done, 500, 1
                    bad_gateway,       502, 0
                    bad_gateway_done,  502, 1
                    truncated_json,    200, 1
                    live_answer,       200, 1
                    """)
    void anAnswerIsWhatWasOrderedAndWhatIsDoneIsDone(String type, int status, int made)
            throws IOException, InterruptedException {
        fixture.paystack.order(Fault.once(Fault.Type.valueOf(type.toUpperCase(Locale.ROOT)), "POST", "/customer$")
                .where("email", "a@example.com"));

        fixture.customer("b@example.com");
        HttpResponse<String> answer =
                fixture.send("POST", "/customer", "{\"email\":\"a@example.com\"}", fixture.paystack.secretKey());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().contains("\"domain\":\"live\"")).isEqualTo(type.equals("live_answer"));
        assertThat(fixture.get("/customer").data().size()).isEqualTo(1 + made);
        assertThat(fixture.paystack.script().fired())
                .extracting(Script.Fired::path)
                .containsExactly("/customer");
    }

    @Test
    void webhooksComeTwiceLateAndNever() throws IOException, InterruptedException {
        String code = fixture.finalized(fixture.customer("a@example.com"), 50_000)
                .path("request_code")
                .asString();
        fixture.paystack.order(Fault.webhook(Fault.Type.WEBHOOK_TWICE, "charge.success"));
        fixture.paystack.order(
                Fault.webhook(Fault.Type.WEBHOOK_LATE, "paymentrequest.success").waiting(Duration.ofHours(1)));

        fixture.paystack.pay(code, 50_000);

        Awaiting.await(
                () -> fixture.events().stream().filter("charge.success"::equals).count() == 2);
        assertThat(fixture.events()).doesNotContain("paymentrequest.success");
        Said moved = fixture.call("POST", "/_sandbox/clock?advance=PT1H", "");
        assertThat(moved.body().path("now").asString()).isEqualTo("2026-11-01T01:00:00Z");
        Awaiting.await(() -> fixture.events().contains("paymentrequest.success"));
        assertThat(fixture.receiver.forged()).isEmpty();
    }

    @Test
    void whatPaystackDoesNotHaveIsRefused() {
        for (Fault.Type type : List.of(Fault.Type.LOCK_TIMEOUT, Fault.Type.KEY_IN_USE, Fault.Type.METER_REJECTION)) {
            assertThatThrownBy(() -> fixture.paystack.order(Fault.once(type, "POST", "/customer")))
                    .isInstanceOf(ParameterRefused.class);
        }
        assertThatThrownBy(() -> fixture.paystack.order(Fault.webhook(Fault.Type.WEBHOOK_TWIN, "charge.success")))
                .isInstanceOf(ParameterRefused.class);
    }
}
