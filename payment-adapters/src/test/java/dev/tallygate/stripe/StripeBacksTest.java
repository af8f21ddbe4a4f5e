package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.MoneyBack;
import dev.tallygate.payment.MoneyKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refunds and disputes as Stripe answers them; the shapes are those of its own fixtures. */
class StripeBacksTest {
    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private StripeProvider provider;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var settings = new StripeSettings(
                "sk_test_x",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                List.of(),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5)));
        provider = new StripeProvider(settings, Mode.TEST);
        answers.put("/v1/invoice_payments", """
                {"object": "list", "has_more": false, "url": "/v1/invoice_payments", "data": [
                  {"object": "invoice_payment", "id": "inpay_1", "invoice": "in_1", "amount_paid": 1000, "currency": "usd"}]}
                """);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "requires_action, PENDING",
        "succeeded, DONE",
        "failed, REVERSED",
        "canceled, REVERSED",
        "unheard_of, PENDING"
    })
    void aRefundIsOfTheInvoiceThatItsPaymentPaid(String status, BookedMoney.State state) {
        answers.put("/v1/refunds/re_1", """
                {"object": "refund", "id": "re_1", "amount": 100, "currency": "usd", "charge": "ch_1",
                 "payment_intent": "pi_1", "created": 1234567890, "status": "%s"}
                """.formatted(status));

        assertThat(provider.fetchBack("re_1"))
                .isEqualTo(new Fetched.Found<>(List.of(new MoneyBack(
                        MoneyKind.REFUND,
                        "re_1",
                        state,
                        new Money(100, Currency.getInstance("USD")),
                        Optional.of(Instant.ofEpochSecond(1_234_567_890)),
                        new MoneyBack.Source(Optional.of("in_1"), Optional.empty())))));
    }

    @ParameterizedTest
    @CsvSource({
        "needs_response, PENDING",
        "under_review, PENDING",
        "warning_needs_response, PENDING",
        "warning_closed, REVERSED",
        "won, REVERSED",
        "lost, DONE"
    })
    void aDisputeIsOfTheInvoiceThatItsPaymentPaid(String status, BookedMoney.State state) {
        answers.put("/v1/disputes/dp_1", """
                {"object": "dispute", "id": "dp_1", "amount": 1000, "currency": "usd", "payment_intent": "pi_1",
                 "created": 1234567890, "status": "%s"}
                """.formatted(status));

        MoneyBack back = ((Fetched.Found<List<MoneyBack>>) provider.fetchBack("dp_1"))
                .value()
                .getFirst();

        assertThat(back.kind()).isEqualTo(MoneyKind.DISPUTE);
        assertThat(back.state()).isEqualTo(state);
        assertThat(back.source().providerInvoiceId()).contains("in_1");
    }

    @Test
    void whatIsNotThereOrCannotBeReadIsNeverThrown() {
        answers.put("/v1/refunds/re_html", "<html>");

        assertThat(provider.fetchBack("re_gone")).isEqualTo(new Fetched.Absent<>());
        assertThat(provider.fetchBack("re_html")).isInstanceOf(Fetched.Unknown.class);
    }

    /** Scenario 27. */
    @Test
    void anAnswerOfTheOtherModeIsNotBelieved() {
        answers.put("/v1/refunds/re_1", """
                {"object": "refund", "id": "re_1", "amount": 100, "currency": "usd", "status": "succeeded", "livemode": true}
                """);
        answers.put("/v1/invoices/in_1", """
                {"object": "invoice", "id": "in_1", "status": "paid", "currency": "usd", "total": 100, "livemode": true}
                """);

        assertThat(provider.fetchBack("re_1")).isInstanceOf(Fetched.Unknown.class);
        assertThat(provider.fetchInvoice("in_1"))
                .isEqualTo(new Fetched.Unknown<>("Stripe answers with livemode true (expected: mode test)"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String known = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (known == null ? "{\"error\": {\"type\": \"invalid_request_error\"}}" : known)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
