package dev.tallygate.sandbox.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.PaystackFixture.Said;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How money comes in, and what is told of it, as loosely as Paystack's samples tell it. */
class PaymentsTest {
    @TempDir
    Path folder;

    private PaystackFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new PaystackFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String finalizedFor(String email, long amount) throws IOException, InterruptedException {
        return fixture.finalized(fixture.customer(email), amount)
                .path("request_code")
                .asString();
    }

    private JsonNode shown(String code) throws IOException, InterruptedException {
        return fixture.get("/paymentrequest/" + code).data();
    }

    @Test
    void payersDoWhatTheirAddressesSay() throws IOException, InterruptedException {
        String half = finalizedFor("a+sandbox_pays_half@example.com", 50_000);
        String never = finalizedFor("b+sandbox_never_pays@example.com", 60_000);
        String all = finalizedFor("c@example.com", 70_000);
        fixture.clock.advance(Duration.ofSeconds(1));

        Awaiting.await(() -> fixture.events().contains("paymentrequest.success"));
        Awaiting.await(
                () -> fixture.events().stream().filter("charge.success"::equals).count() == 2);

        assertThat(shown(all).path("status").asString()).isEqualTo("success");
        assertThat(shown(never).path("amount_paid").longValue()).isZero();
        assertThat(shown(half).path("amount_paid").longValue()).isEqualTo(25_000);
        assertThat(shown(half).path("pending_amount").longValue()).isEqualTo(25_000);
        assertThat(shown(half).path("status").asString()).isEqualTo("pending");
        assertThat(shown(half).path("paid").asBoolean()).isFalse();
    }

    @Test
    void partsAddUpAndTooMuchIsTaken() throws IOException, InterruptedException {
        fixture.paystack.everybody(Payer.NEVER_PAYS);
        String code = finalizedFor("a@example.com", 50_000);

        fixture.paystack.pay(code, 20_000);
        fixture.paystack.pay(code, 40_000);

        assertThat(shown(code).path("status").asString()).isEqualTo("success");
        assertThat(shown(code).path("amount_paid").longValue()).isEqualTo(60_000);
        assertThat(shown(code).path("pending_amount").longValue()).isZero();
        assertThat(shown(code).path("transactions")).hasSize(2);
        Said again = fixture.post("/_sandbox/paystack/paymentrequests/" + code + "/pay", "");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.message()).contains("success: it cannot be paid");
    }

    @Test
    void lessThanTheLeastIsNeverPaid() throws IOException, InterruptedException {
        String small = finalizedFor("a@example.com", 4_999);
        String enough = finalizedFor("a@example.com", 5_000);
        fixture.clock.advance(Duration.ofSeconds(1));

        Awaiting.await(() -> fixture.events().contains("paymentrequest.success"));

        assertThat(shown(enough).path("paid").asBoolean()).isTrue();
        assertThat(shown(small).path("paid").asBoolean()).isFalse();
    }

    @Test
    void aFractionOfXofIsIgnored() throws IOException, InterruptedException {
        String customer = fixture.customer("a@example.com");

        Said made = fixture.post("/paymentrequest", """
                {"customer": "%s", "currency": "XOF", "draft": true, "line_items": [{"name": "x", "amount": 1099}]}""".formatted(customer));

        assertThat(made.data().path("amount").longValue()).isEqualTo(1_000);
    }

    @Test
    void webhooksAreRepeatedUntilTheAnswerIsTwoHundredAlsoOverARestart() throws IOException, InterruptedException {
        fixture.receiver.refuseNext(2, 204);
        String code = finalizedFor("a+sandbox_never_pays@example.com", 50_000);
        Awaiting.await(() -> fixture.events().contains("paymentrequest.pending"));

        fixture.receiver.refuseNext(Integer.MAX_VALUE, 202);
        fixture.paystack.pay(code, 50_000);
        fixture.restart();
        fixture.receiver.refuseNext(0);

        Awaiting.await(() -> fixture.events().containsAll(List.of("charge.success", "paymentrequest.success")));
        assertThat(fixture.receiver.bodies()).hasSize(3).doesNotHaveDuplicates();
        assertThat(fixture.paystack.webhooks()).hasSameElementsAs(fixture.receiver.bodies());
    }

    @Test
    void theSameBytesComeAgainWhenAsked() throws IOException, InterruptedException {
        finalizedFor("a+sandbox_never_pays@example.com", 50_000);
        Awaiting.await(() -> fixture.events().size() == 1);

        for (int more = 2; more <= 10; more++) {
            int expected = more;
            fixture.post("/_sandbox/paystack/webhooks/again", "");
            Awaiting.await(() -> fixture.events().size() == expected);
        }

        assertThat(new HashSet<>(fixture.receiver.bodies())).hasSize(1);
        assertThat(fixture.receiver.forged()).isEmpty();
    }

    @Test
    void webhooksCanBeAsLooseAsTheSamples() throws IOException, InterruptedException {
        for (Quirk quirk :
                List.of(Quirk.AMOUNT_AS_TEXT, Quirk.METADATA_EMPTY_TEXT, Quirk.NO_CURRENCY, Quirk.CUSTOMER_SWAPPED)) {
            fixture.paystack.turn(quirk, true);
        }
        String code = finalizedFor("a+sandbox_never_pays@example.com", 50_000);
        fixture.paystack.pay(code, 50_000);
        Awaiting.await(() -> fixture.events().size() == 3);

        for (String body : fixture.receiver.bodies()) {
            JsonNode data = Json.parse(body).path("data");
            assertThat(data.path("amount").isString()).isTrue();
            assertThat(data.path("metadata").asString("none")).isEmpty();
            assertThat(data.has("currency")).isFalse();
            assertThat(data.path("customer").isObject()).isEqualTo(!body.contains("charge.success"));
        }
        assertThat(shown(code).path("amount").isIntegralNumber()).isTrue();
        assertThat(shown(code).path("currency").asString()).isEqualTo("NGN");
    }

    @Test
    void aNewKeySignsAndTheOldOneIsRefused() throws IOException, InterruptedException {
        String old = fixture.paystack.secretKey();

        String key = fixture.paystack.changeKey();

        assertThat(fixture.send("GET", "/customer", "", old).statusCode()).isEqualTo(401);
        assertThat(fixture.send("GET", "/customer", "", key).statusCode()).isEqualTo(200);
        finalizedFor("a@example.com", 50_000);
        Awaiting.await(() -> fixture.events().contains("paymentrequest.pending"));
        assertThat(fixture.receiver.forged()).isEmpty();
    }
}
