package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.SettableClock;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** What each answer to a charge means, also those that the local Paystack never gives. */
class PaystackChargeAnswersTest {
    private static final Currency NAIRA = Currency.getInstance("NGN");
    private static final Call.InvoiceReference INVOICE =
            new Call.InvoiceReference("inst", "inv_1_20261001_P1", 1, NAIRA);
    private static final PaystackCharge CHARGE = PaystackCharge.of(INVOICE, new Money(5_000_00, NAIRA));
    private static final Call.ChargeInvoice CALL =
            new Call.ChargeInvoice(new Call.ProviderDraft(INVOICE, "CUS_1", CHARGE.name()));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final Map<String, String> transactions = new ConcurrentHashMap<>();
    private final List<String> charged = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private PaystackProvider provider;
    private String answer = "";
    private int status = 200;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var settings = new PaystackSettings(
                "sk_test_x",
                "",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "own",
                30,
                Map.of(),
                new PaystackSettings.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5)));
        provider = new PaystackProvider(
                settings,
                new PaystackCollecting(PaystackCollecting.Collection.CHARGE_AUTHORIZATION),
                Mode.TEST,
                CallPace.free(),
                clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    /** Scenario 39: "try a new reference", says Paystack, and would be paid twice. */
    @Test
    void aTakenReferenceIsAskedAboutAndNeverReplaced() {
        refuse(400, "duplicate_reference", "Duplicate Transaction Reference");

        assertThat(provider.execute(CALL, "")).isInstanceOf(Outcome.RetryLater.class);
        made(1, "success", 500_000, "NGN", "CUS_1");
        assertThat(provider.lookUp(CALL, Instant.EPOCH)).isInstanceOf(LookUp.Found.class);
        assertThat(provider.execute(CALL, "")).isInstanceOf(Outcome.Accepted.class);
        assertThat(charged).containsExactly(CHARGE.reference(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "processing", "queued", "ongoing", "unheard_of"})
    void whatIsUnderWayIsWaitedForTenSecondsAtLeast(String word) {
        made(1, word, 500_000, "NGN", "CUS_1");

        assertThat(provider.execute(CALL, ""))
                .isInstanceOfSatisfying(
                        Outcome.RetryLater.class,
                        later -> assertThat(later.after()).contains(Duration.ofSeconds(10)));
        assertThat(provider.execute(new Call.VoidInvoice(CALL.draft()), "")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(charged).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "abandoned"})
    void theNextAttemptAfterAFailureIsADayLater(String word) {
        made(1, word, 500_000, "NGN", "CUS_1");
        clock.advance(Duration.ofHours(23));
        assertThat(provider.execute(CALL, ""))
                .isInstanceOfSatisfying(
                        Outcome.RetryLater.class,
                        later -> assertThat(later.after()).contains(Duration.ofHours(1)));
        assertThat(charged).isEmpty();
        clock.advance(Duration.ofHours(2));
        answer = transaction(2, "success", 500_000, "NGN", "CUS_1");

        assertThat(provider.execute(CALL, "")).isInstanceOf(Outcome.Accepted.class);
        assertThat(charged).containsExactly(CHARGE.reference(2));
    }

    /** Scenario 40. */
    @Test
    void theCustomerIsComparedBeforeAnythingIsBooked() {
        made(1, "success", 500_000, "NGN", "CUS_2");

        assertThat(provider.execute(CALL, "")).isInstanceOfSatisfying(Outcome.NeedsAttention.class, needs -> {
            assertThat(needs.reason()).isEqualTo("CHARGE_DIFFERS");
            assertThat(needs.detail()).contains("CUS_2", "CUS_1", "5000.00 NGN");
        });
        assertThat(charged).isEmpty();
    }

    /** Scenario 40: the figures go to the settlement as they are. */
    @ParameterizedTest
    @CsvSource({
        "500000, NGN, 500000, 0, 500000",
        "403330, NGN, 403330, 96670, 500000",
        "600000, NGN, 600000, 0, 500000",
        "500000, USD, 500000, 0, 500000"
    })
    void whatWasChargedIsReadAsItIs(long units, String currency, long received, long remaining, long total) {
        made(1, "success", units, currency, "CUS_1");

        InvoiceFacts facts = ((Fetched.Found<InvoiceFacts>) provider.fetchInvoice(CHARGE.name())).value();

        Currency charged = Currency.getInstance(currency);
        assertThat(facts.total()).isEqualTo(new Money(total, charged));
        assertThat(facts.paid().amount()).isEqualTo(new Money(received, charged));
        assertThat(facts.paid().remaining()).isEqualTo(new Money(remaining, charged));
    }

    @Test
    void whatIsOfTheOtherModeIsNotBelieved() {
        transactions.put(
                CHARGE.reference(1),
                transaction(1, "success", 500_000, "NGN", "CUS_1").replace("\"test\"", "\"live\""));

        assertThat(provider.fetchInvoice(CHARGE.name())).isInstanceOf(Fetched.Unknown.class);
        assertThat(provider.execute(CALL, "")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(charged).isEmpty();
    }

    @Test
    void aPauseThatPaystackAsksForIsADay() {
        refuse(400, "charge_paused", "Charge attempt cannot be fulfilled until 1440 minutes");

        assertThat(provider.execute(CALL, ""))
                .isInstanceOfSatisfying(
                        Outcome.RetryLater.class,
                        later -> assertThat(later.after()).contains(PaystackCharges.PAUSE));
    }

    @Test
    void anAddressThatDoesNotFitIsForAPerson() {
        refuse(400, "email_mismatch", "Email does not match Authorization code");

        assertThat(provider.execute(CALL, "")).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void moneyThatWentBackIsNotChargedAgain() {
        made(1, "reversed", 500_000, "NGN", "CUS_1");

        assertThat(provider.execute(CALL, ""))
                .isInstanceOfSatisfying(
                        Outcome.NeedsAttention.class,
                        needs -> assertThat(needs.reason()).isEqualTo("CHARGE_REVERSED"));
        assertThat(charged).isEmpty();
    }

    @Test
    void namesAndReferencesAreReadBack() {
        assertThat(PaystackCharge.ofName(CHARGE.name())).contains(CHARGE);
        assertThat(CHARGE.name()).matches("inv-[0-9a-f]{32}\\.NGN\\.500000");
        assertThat(PaystackCharge.isReference(CHARGE.reference(7))).isTrue();
        String attempt = transaction(7, "success", 499_900, "NGN", "CUS_1");
        assertThat(PaystackCharge.ofTransaction(
                        new ObjectMapper().readTree(attempt).path("data")))
                .contains(CHARGE);
        assertThat(PaystackCharge.ofName("PRQ_1")).isEmpty();
        assertThat(PaystackCharge.isReference("inv-1-a1")).isFalse();
    }

    private void refuse(int code, String word, String message) {
        status = code;
        answer = "{\"status\": false, \"message\": \"%s\", \"code\": \"%s\"}".formatted(message, word);
    }

    private void made(int attempt, String word, long units, String currency, String customer) {
        transactions.put(CHARGE.reference(attempt), transaction(attempt, word, units, currency, customer));
    }

    private String transaction(int attempt, String word, long units, String currency, String customer) {
        return """
                {"status": true, "message": "Charge attempted", "data": {"domain": "test", "status": "%s",
                 "reference": "%s", "amount": "%d", "requested_amount": 500000, "currency": "%s", "metadata": "",
                 "created_at": "%s", "customer": {"customer_code": "%s"}}}
                """.formatted(word, CHARGE.reference(attempt), units, currency, clock.instant(), customer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals(PaystackRequests.CHARGES)) {
                charged.add(JSON.readTree(body).path("reference").asString());
                send(exchange, status, answer);
            } else if (path.startsWith("/customer/")) {
                send(exchange, 200, """
                        {"status": true, "data": {"domain": "test", "email": "acme@example.com", "authorizations": [
                          {"authorization_code": "AUTH_1", "reusable": true}]}}
                        """);
            } else {
                Optional<String> known =
                        Optional.ofNullable(transactions.get(path.substring(path.lastIndexOf('/') + 1)));
                send(exchange, known.isPresent() ? 200 : 404, known.orElse("{\"status\": false}"));
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
