package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderEvent.Evidence;
import dev.tallygate.payment.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class PaystackWebhooksTest {
    private static final String KEY = "sk_test_key";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRecordedSignatureGetsItsVerdict() throws IOException {
        Optional<Path> vectors = shared("signature-vectors.json");
        assumeTrue(vectors.isPresent(), "the recorded signatures are not beside the project: skipped");
        List<String> wrong = new ArrayList<>();
        JsonNode all = JSON.readTree(Files.readAllBytes(vectors.orElseThrow())).path("paystack");

        for (JsonNode vector : all) {
            String verdict = verdictOn(vector) instanceof Verification.Genuine ? "accept" : "reject";
            if (!List.of(vector.path("expect").asString().split("-or-")).contains(verdict)) {
                wrong.add(vector.path("name").asString() + ": " + verdict);
            }
        }

        assertThat(all.size()).isEqualTo(6);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRequestsEventIsAHintAboutIt() {
        ProviderEvent event = genuine("""
                {"event": "paymentrequest.success", "data": {"domain": "test", "request_code": "PRQ_1", "paid": true}}
                """);

        assertThat(event.type()).isEqualTo("paymentrequest.success");
        assertThat(event.objectId()).isEqualTo("PRQ_1");
        assertThat(event.evidence()).isEqualTo(new Evidence.Hint());
        assertThat(event.facts()).isEmpty();
    }

    /** As they are typed in Paystack's own samples, and worse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"amount\": \"5000\", \"currency\": \"NGN\", \"metadata\": \"\"",
                "\"amount\": 5000, \"metadata\": null",
                "\"amount\": 5000, \"currency\": null, \"metadata\": 0, \"customer\": 7454223",
                "\"amount\": null, \"currency\": 566, \"metadata\": [], \"customer\": {\"id\": \"7\"}",
                "\"amount\": {\"x\": 1}, \"paid_at\": 7, \"paidAt\": \"yesterday\", \"domain\": null"
            })
    void looseTypesDoNoHarm(String fields) {
        ProviderEvent event =
                genuine("{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\", %s}}"
                        .formatted(fields));

        assertThat(event.evidence()).isEqualTo(new Evidence.Hint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\": \"charge.success\", \"data\": {\"reference\": \"abc\", \"metadata\": \"\"}}",
                "{\"event\": \"refund.processed\", \"data\": {\"amount\": \"5000\"}}",
                "{\"event\": \"refund.processed\", \"data\": {\"transaction_reference\": \"../customer\"}}",
                "{\"event\": \"charge.dispute.create\", \"data\": {\"id\": \"x\"}}",
                "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"../customer\"}}",
                "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": 7}}",
                "{\"event\": \"paymentrequest.success\", \"data\": []}",
                "{\"event\": \"paymentrequest.success\"}",
                "{\"event\": \"unheard.of\", \"data\": null}"
            })
    void anEventThatNamesNoRequestIsGenuineAndHasNoMeaning(String body) {
        ProviderEvent event = genuine(body);

        assertThat(event.evidence()).isEqualTo(new Evidence.None());
        assertThat(event.objectId()).isEmpty();
    }

    @Test
    void aChargeThatNamesItsRequestIsAHintAboutIt() {
        assertThat(genuine("{\"event\":\"charge.success\",\"data\":{\"metadata\":{\"request_code\":\"PRQ_1\"}}}")
                        .objectId())
                .isEqualTo("PRQ_1");
    }

    @Test
    void aRefundIsToldByItsTransactionADisputeByItsNumberAndAChargeOfOursByItsReference() {
        String reference = "inv-" + "0f".repeat(16) + "-a2";
        ProviderEvent refund = genuine(
                "{\"event\": \"refund.failed\", \"data\": {\"transaction_reference\": \"T1_x\", \"amount\": \"5\"}}");
        ProviderEvent dispute =
                genuine("{\"event\": \"charge.dispute.remind\", \"data\": {\"id\": \"77\", \"domain\": \"test\"}}");
        ProviderEvent charge =
                genuine("{\"event\": \"charge.success\", \"data\": {\"reference\": \"%s\", \"metadata\": 0}}"
                        .formatted(reference));

        assertThat(refund.objectId()).isEqualTo("refunds:T1_x");
        assertThat(refund.evidence()).isEqualTo(new Evidence.Back());
        assertThat(dispute.objectId()).isEqualTo("dispute:77");
        assertThat(dispute.evidence()).isEqualTo(new Evidence.Back());
        assertThat(charge.objectId()).isEqualTo(reference);
        assertThat(charge.evidence()).isEqualTo(new Evidence.Hint());
    }

    @Test
    void aBodyIsKnownByItsBytes() {
        String body = "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\"}}";

        assertThat(genuine(body).eventId())
                .isEqualTo(genuine(body).eventId())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(genuine(body + " ").eventId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "not json", "[]", "\"text\"", "{}", "{\"event\": 7}", "{\"event\": null}", "null", "\u0000"})
    void aSignedBodyThatIsNoEventIsRefused(String body) {
        assertThat(verify(body, sign(body), Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void anEventOfTheOtherDomainIsRefused() {
        String body = "{\"event\": \"paymentrequest.success\", \"data\": {\"domain\": \"live\"}}";

        assertThat(verify(body, sign(body), Mode.TEST)).isInstanceOf(Verification.Refused.class);
        assertThat(verify(body, sign(body), Mode.LIVE)).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz", "\u00e9", "deadbeef,deadbeef"})
    void aMalformedSignatureIsRefusedAndNeverThrown(String signature) {
        assertThat(verify("{\"event\": \"x\"}", signature, Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void anUpperCaseSignatureIsRefused() {
        String body = "{\"event\": \"x\"}";

        assertThat(verify(body, sign(body).toUpperCase(Locale.ROOT), Mode.TEST))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void whileAKeyIsRotatedTheOldOneIsTakenAndAfterwardsNot() {
        String body = "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\"}}";
        Map<String, String> signedBefore = Map.of("x-paystack-signature", sign(body));
        Map<String, String> signedAfter =
                Map.of("x-paystack-signature", Signatures.hmacSha512("sk_test_new", bytes(body)));
        var rotating = rotated(KEY);
        var over = rotated("");

        assertThat(rotating.verify(bytes(body), signedBefore, Instant.EPOCH)).isInstanceOf(Verification.Genuine.class);
        assertThat(rotating.verify(bytes(body), signedAfter, Instant.EPOCH)).isInstanceOf(Verification.Genuine.class);
        assertThat(over.verify(bytes(body), signedAfter, Instant.EPOCH)).isInstanceOf(Verification.Genuine.class);
        assertThat(over.verify(bytes(body), signedBefore, Instant.EPOCH)).isInstanceOf(Verification.Refused.class);
    }

    private static PaystackProvider rotated(String previousKey) {
        return PaystackWorld.adapter("sk_test_new", previousKey, "http://127.0.0.1:9");
    }

    @Test
    void withoutAKeyNothingIsTaken() {
        var webhooks = new PaystackWebhooks(List.of(), Mode.TEST, JSON);

        assertThat(webhooks.verify(bytes("{\"event\": \"x\"}"), Map.of("x-paystack-signature", "")))
                .isInstanceOf(Verification.Refused.class);
    }

    private static Verification verdictOn(JsonNode vector) {
        List<String> keys = new ArrayList<>();
        vector.path("keys").forEach(key -> keys.add(key.asString()));
        JsonNode header = vector.path("header");
        Map<String, String> headers = header.isNull() ? Map.of() : Map.of("x-paystack-signature", header.asString());
        byte[] body = Base64.getDecoder().decode(vector.path("body_b64").asString());
        return new PaystackWebhooks(keys, Mode.TEST, JSON).verify(body, headers);
    }

    /** In the folder shared, beside the project. */
    static Optional<Path> shared(String name) {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/data").resolve(name))
                .filter(Files::exists)
                .findFirst();
    }

    private static ProviderEvent genuine(String body) {
        Verification verification = verify(body, sign(body), Mode.TEST);
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        ProviderEvent event = ((Verification.Genuine) verification).event();
        assertThat(new PaystackWebhooks(List.of(), Mode.TEST, JSON).read(bytes(body)))
                .isEqualTo(event);
        return event;
    }

    private static Verification verify(String body, String signature, Mode mode) {
        return new PaystackWebhooks(List.of("sk_test_other", KEY), mode, JSON)
                .verify(bytes(body), Map.of("x-paystack-signature", signature));
    }

    private static String sign(String body) {
        return Signatures.hmacSha512(KEY, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
