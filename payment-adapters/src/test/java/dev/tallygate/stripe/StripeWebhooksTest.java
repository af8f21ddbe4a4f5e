package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.net.Webhook;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.payment.MoneyPart;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class StripeWebhooksTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECRET = "whsec_test";
    private static final String THIN_SECRET = "whsec_thin";
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
        var webhooks = new StripeWebhooks(List.of(), List.of(), Mode.TEST, JSON);

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
        assertThat(facts.paid().amount()).isEqualTo(usd(1_200));
        assertThat(facts.paid().remaining()).isEqualTo(usd(300));
        assertThat(facts.paid().parts())
                .filteredOn(part -> !part.amount().isZero())
                .extracting(MoneyPart::kind, MoneyPart::amount)
                .containsExactly(tuple(MoneyKind.PAYMENT, usd(1_000)), tuple(MoneyKind.OUT_OF_BAND, usd(200)));
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

    /** Scenario 28. */
    @Test
    void anEventOfAnOlderApiVersionIsReadByTheFieldsThatItHas() throws GeneralSecurityException {
        String body = """
                {"id": "evt_old", "object": "event", "api_version": "2022-11-15", "type": "invoice.paid",
                 "livemode": false, "data": {"object": {"id": "in_1", "object": "invoice", "status": "paid", "paid": true,
                 "charge": "ch_1", "currency": "usd", "total": 1500, "amount_paid": 1500, "amount_remaining": 0}}}
                """;
        var genuine = (Verification.Genuine) verify(signed(body), body, Mode.TEST);

        assertThat(genuine.event().facts().orElseThrow().paid().amount()).isEqualTo(usd(1_500));
        String withoutVersion = body.replace("\"2022-11-15\"", "null");
        assertThat(verify(signed(withoutVersion), withoutVersion, Mode.TEST)).isInstanceOf(Verification.Genuine.class);
    }

    /** What follows from an event besides an invoice's own facts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    invoice_payment.paid     | {"object":"invoice_payment","id":"inpay_1","invoice":"in_1"} | in_1  | Hint
                    credit_note.created      | {"object":"credit_note","id":"cn_1","invoice":"in_1"}        | in_1  | Hint
                    credit_note.voided       | {"object":"credit_note","id":"cn_1","invoice":"in_1","metadata":{"app_credited_invoice_id":"inv_1_20261001_P1"}} | cn_1 | Hint
                    invoice_payment.paid     | {"object":"invoice_payment","id":"inpay_1","invoice":null}   |       | None
                    refund.created           | {"object":"refund","id":"re_1"}                              | re_1  | Back
                    refund.failed            | {"object":"refund","id":"re_1"}                              | re_1  | Back
                    charge.dispute.created   | {"object":"dispute","id":"dp_1"}                             | dp_1  | Back
                    charge.dispute.closed    | {"object":"dispute","id":"dp_1"}                             | dp_1  | Back
                    charge.refunded          | {"object":"charge","id":"ch_1"}                              | ch_1  | None
                    customer.deleted         | {"object":"customer","id":"cus_1","metadata":{}}             | cus_1 | Notice
                    invoice.overdue          | {"object":"invoice","id":"in_1","status":"open","currency":"usd"} | in_1 | Proven
                    invoice.paid             | {"object":"invoice","id":"in_1","status":"paid","currency":"zzz"}  | in_1 | Hint
                    invoice.paid             | {"object":"invoice","id":"in_1","status":"paid"}              | in_1  | Hint
                    invoice.finalization_failed | {"object":"invoice","id":"in_1","status":"draft"}         | in_1  | Notice
                    """)
    void whatFollowsFromAnEvent(String type, String object, @Nullable String about, String evidence)
            throws GeneralSecurityException {
        String body = "{\"id\":\"evt\",\"type\":\"%s\",\"data\":{\"object\":%s}}".formatted(type, object);
        ProviderEvent event = ((Verification.Genuine) verify(signed(body), body, Mode.TEST)).event();

        assertThat(event.objectId()).isEqualTo(about == null ? "" : about);
        assertThat(event.evidence().getClass().getSimpleName()).isEqualTo(evidence);
    }

    @Test
    void aFailedFinalizationSaysWhoseAndWhy() throws GeneralSecurityException {
        String body = """
                {"id": "evt_1", "type": "invoice.finalization_failed", "data": {"object": {"object": "invoice",
                 "id": "in_1", "status": "draft", "metadata": {"app_installation": "inst", "app_invoice_id": "inv_1"},
                 "last_finalization_error": {"code": "customer_tax_location_invalid", "message": "no address"}}}}
                """;
        var genuine = (Verification.Genuine) verify(signed(body), body, Mode.TEST);

        assertThat(genuine.event().evidence())
                .isEqualTo(new ProviderEvent.Evidence.Notice(
                        "FINALIZATION_FAILED",
                        "in_1 of inv_1: customer_tax_location_invalid: no address",
                        Optional.of("inst")));
    }

    /** Scenario 29. */
    @Test
    void thinAndSnapshotEventsHaveAnAddressAndSecretsEach() throws GeneralSecurityException {
        String thin = """
                {"id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered",
                 "livemode": false, "related_object": {"id": "mtr_1", "type": "billing.meter"}}
                """;

        var genuine = (Verification.Genuine) verifyThin(thin, THIN_SECRET);
        assertThat(genuine.event())
                .isEqualTo(new ProviderEvent(
                        "evt_thin",
                        "v1.billing.meter.error_report_triggered",
                        "mtr_1",
                        new ProviderEvent.Evidence.UsageErrors()));
        assertThat(verifyThin(thin, SECRET)).isInstanceOf(Verification.Refused.class);
        assertThat(verifyThin(event("false"), THIN_SECRET)).isInstanceOf(Verification.Refused.class);
        assertThat(verify(signed(thin), thin, Mode.TEST)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void whatWasStoredIsReadAsWhenItCame() throws GeneralSecurityException {
        var genuine = (Verification.Genuine) verify(signed(event("false")), event("false"), Mode.TEST);
        ProviderEvent again = new StripeWebhooks(List.of(), List.of(), Mode.TEST, JSON).read(bytes(event("false")));

        assertThat(again).isEqualTo(genuine.event());
    }

    private static Verification verdictOn(JsonNode vector) {
        List<String> secrets = new ArrayList<>();
        vector.path("secrets").forEach(secret -> secrets.add(secret.asString()));
        JsonNode header = vector.path("header");
        Map<String, String> headers = header.isNull() ? Map.of() : Map.of("stripe-signature", header.asString());
        return new StripeWebhooks(secrets, List.of(), Mode.TEST, JSON)
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
        return new StripeWebhooks(List.of("whsec_other", SECRET), List.of(THIN_SECRET), mode, JSON)
                .verify(bytes(body), Map.of("stripe-signature", header), NOW);
    }

    private static Verification verifyThin(String body, String secret) throws GeneralSecurityException {
        String header = Webhook.Signature.generateSignatureHeader(body, secret, NOW.getEpochSecond());
        return new StripeWebhooks(List.of(SECRET), List.of("whsec_other", THIN_SECRET), Mode.TEST, JSON)
                .verifyThin(bytes(body), Map.of("stripe-signature", header), NOW);
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
