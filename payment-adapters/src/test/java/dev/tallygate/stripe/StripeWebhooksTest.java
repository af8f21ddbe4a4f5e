package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.net.Webhook;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class StripeWebhooksTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECRET = "whsec_test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRecordedSignatureGetsItsVerdict() throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "the recorded signatures are not beside the project: skipped");
        List<String> wrong = new ArrayList<>();
        JsonNode all = JSON.readTree(Files.readAllBytes(vectors.orElseThrow())).path("stripe");

        for (JsonNode vector : all) {
            boolean isAccepted = verdictOn(vector) instanceof Verification.Genuine;
            if (isAccepted != vector.path("expect").asString().equals("accept")) {
                wrong.add(vector.path("name").asString());
            }
        }

        assertThat(all.size()).isEqualTo(12);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aSignatureMadeByStripesLibraryIsTaken() throws GeneralSecurityException {
        assertThat(verify(signed(event("false")), event("false"), Mode.TEST)).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 100_000})
    void aTimeFarFromOursIsRefusedBothWays(long seconds) throws GeneralSecurityException {
        String header = Webhook.Signature.generateSignatureHeader(
                event("false"), SECRET, NOW.plusSeconds(seconds).getEpochSecond());

        assertThat(verify(header, event("false"), Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "=",
                "t",
                "t=",
                "t=abc",
                "t=1,v1",
                "v1=00",
                "t=99999999999999999999,v1=00",
                "t=-1,v1=00",
                "t=1700000000,,v1=00",
                "t=1700000000,v1=",
                "t=1700000000;v1=00",
                "\u0000"
            })
    void aMalformedHeaderIsRefusedAndNeverThrown(String header) {
        assertThat(verify(header, event("false"), Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void withoutASecretNothingIsTaken() throws GeneralSecurityException {
        var webhooks = new StripeWebhooks(List.of(), Mode.TEST, JSON);

        assertThat(webhooks.verify(bytes(event("false")), Map.of("stripe-signature", signed(event("false"))), NOW))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void anEventOfTheOtherModeIsRefused() throws GeneralSecurityException {
        assertThat(verify(signed(event("true")), event("true"), Mode.TEST)).isInstanceOf(Verification.Refused.class);
        assertThat(verify(signed(event("false")), event("false"), Mode.LIVE)).isInstanceOf(Verification.Refused.class);
        assertThat(verify(signed(event("true")), event("true"), Mode.LIVE)).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "\"text\"", "{}", "{\"id\": 7}", "{\"id\": null}"})
    void aSignedBodyThatIsNoEventIsRefused(String body) throws GeneralSecurityException {
        assertThat(verify(signed(body), body, Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void theFactsOfAnInvoiceAreRead() throws GeneralSecurityException {
        var genuine = (Verification.Genuine) verify(signed(event("false")), event("false"), Mode.TEST);
        InvoiceFacts facts = genuine.event().facts().orElseThrow();

        assertThat(genuine.event().type()).isEqualTo("invoice.paid");
        assertThat(facts.providerInvoiceId()).isEqualTo("in_1");
        assertThat(facts.status()).isEqualTo(InvoiceFacts.Status.PAID);
        assertThat(facts.total()).isEqualTo(usd(1_500));
        assertThat(facts.paid()).isEqualTo(new InvoiceFacts.Payment(usd(1_200), usd(300)));
        assertThat(facts.marks()).contains(new InvoiceFacts.Marks("inst", "inv_1_20261001_P1"));
        assertThat(facts.changedTime()).contains(Instant.ofEpochSecond(1_699_999_999));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"evt\",\"type\":\"invoice.upcoming\",\"data\":{\"object\":{\"object\":\"invoice\",\"status\":\"draft\"}}}",
                "{\"id\":\"evt\",\"type\":\"invoice.brand_new\",\"data\":{\"object\":{\"object\":\"invoice\",\"id\":\"in_1\",\"status\":\"later\"}}}",
                "{\"id\":\"evt\",\"type\":\"customer.updated\",\"data\":{\"object\":{\"object\":\"customer\",\"id\":\"cus_1\"}}}",
                "{\"id\":\"evt\",\"type\":\"unheard.of\"}"
            })
    void anEventWithoutMeaningForUsIsGenuineAndHasNoFacts(String body) throws GeneralSecurityException {
        var genuine = (Verification.Genuine) verify(signed(body), body, Mode.TEST);

        assertThat(genuine.event().facts()).isEmpty();
    }

    @Test
    void whatWasStoredIsReadAsWhenItCame() throws GeneralSecurityException {
        var genuine = (Verification.Genuine) verify(signed(event("false")), event("false"), Mode.TEST);
        ProviderEvent again = new StripeWebhooks(List.of(), Mode.TEST, JSON).read(bytes(event("false")));

        assertThat(again).isEqualTo(genuine.event());
    }

    private static Verification verdictOn(JsonNode vector) {
        List<String> secrets = new ArrayList<>();
        vector.path("secrets").forEach(secret -> secrets.add(secret.asString()));
        JsonNode header = vector.path("header");
        Map<String, String> headers = header.isNull() ? Map.of() : Map.of("stripe-signature", header.asString());
        return new StripeWebhooks(secrets, Mode.TEST, JSON)
                .verify(
                        Base64.getDecoder().decode(vector.path("body_b64").asString()),
                        headers,
                        Instant.ofEpochSecond(vector.path("now").asLong()));
    }

    /** In the folder shared, beside the project. */
    private static Optional<Path> vectors() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/data/signature-vectors.json"))
                .filter(Files::exists)
                .findFirst();
    }

    private static Verification verify(String header, String body, Mode mode) {
        return new StripeWebhooks(List.of("whsec_other", SECRET), mode, JSON)
                .verify(bytes(body), Map.of("stripe-signature", header), NOW);
    }

    private static String signed(String body) throws GeneralSecurityException {
        return Webhook.Signature.generateSignatureHeader(body, SECRET, NOW.getEpochSecond());
    }

    private static String event(String livemode) {
        return """
                {"id": "evt_1", "object": "event", "type": "invoice.paid", "livemode": %s, "data": {"object": {
                  "id": "in_1", "object": "invoice", "status": "paid", "currency": "usd", "total": 1500,
                  "amount_paid": 1000, "amount_paid_off_stripe": 200, "amount_remaining": 300, "number": "A-1",
                  "metadata": {"app_installation": "inst", "app_invoice_id": "inv_1_20261001_P1"},
                  "status_transitions": {"finalized_at": 1, "paid_at": 1699999999}}}}
                """.formatted(livemode);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Money usd(long cents) {
        return new Money(cents, Currency.getInstance("USD"));
    }
}
