package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.InvoiceFacts.Status;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.ProviderLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What odd, broken and refusing answers become; each path answers what the test put there. */
class PaystackHttpTest {
    private static final Call.CreateCustomer ACME =
            new Call.CreateCustomer("inst", "acme", "Acme, Inc.", "acme@example.com");
    private static final Call.ProviderDraft DRAFT = new Call.ProviderDraft(
            new Call.InvoiceReference("inst", "inv_1", 1, Currency.getInstance("NGN")), "CUS_1", "PRQ_1");
    private static final String REQUEST = """
            {"status": true, "message": "ok", "data": {"domain": "test", "request_code": "PRQ_1", "amount": 1500,
              "currency": "NGN", "status": "pending", "paid": false, "pending_amount": 1500, "invoice_number": 7,
              "description": "Usage [tallygate:inst:inv_1]", "line_items": [
                {"name": "a", "amount": 1000, "quantity": 1}, {"name": "b", "amount": "250", "quantity": "2"}],
              "tax": [], "metadata": "", "customer": {"id": 5}}}
            """;

    private HttpServer server;
    private PaystackProvider provider;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        provider = provider(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aRequestIsReadWithItsMarksAndAmounts() {
        answer("/paymentrequest/verify/PRQ_1", 200, REQUEST);

        InvoiceFacts facts = found();
        assertThat(facts.status()).isEqualTo(Status.OPEN);
        assertThat(facts.total().display()).isEqualTo("15.00 NGN");
        assertThat(facts.paid().amount().isZero()).isTrue();
        assertThat(facts.paid().remaining()).isEqualTo(facts.total());
        assertThat(facts.marks()).contains(new InvoiceFacts.Marks("inst", "inv_1"));
        assertThat(facts.number()).contains("7");
        assertThat(provider.fetchLines("PRQ_1")).isEqualTo(new Fetched.Found<>(List.of(line(1, 1_000), line(2, 500))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "paid": true, "status": "success", "pending_amount": 0                            | PAID  | 15.00 | 0.00
            "paid": true, "status": "success", "pending_amount": 500                          | PAID  | 10.00 | 5.00
            "paid": true, "status": "success", "amount_paid": "1500", "pending_amount": "0"   | PAID  | 15.00 | 0.00
            "paid": true, "status": "success", "amount_paid": 1499                            | PAID  | 14.99 | 0.01
            "paid": "true", "amount_paid": 2000, "pending_amount": -500                       | PAID  | 20.00 | 0.00
            "paid": false, "status": "pending", "pending_amount": 1200                        | OPEN  | 3.00  | 12.00
            "paid": false, "status": "failed"                                                 | OPEN  | 0.00  | 15.00
            "paid": false, "status": "draft"                                                  | DRAFT | 0.00  | 15.00
            """)
    void whatWasReceivedDecidesNotTheWordPaid(String fields, Status status, String received, String remaining) {
        answer("/paymentrequest/verify/PRQ_1", 200, request("\"amount\": 1500, \"currency\": \"NGN\", " + fields));

        InvoiceFacts facts = found();

        assertThat(facts.status()).isEqualTo(status);
        assertThat(facts.paid().amount().display()).isEqualTo(received + " NGN");
        assertThat(facts.paid().remaining().display()).isEqualTo(remaining + " NGN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"amount\": 1500, \"currency\": \"NGN\", \"paid\": true, \"status\": \"success\"",
                "\"amount\": 1500, \"currency\": \"NGN\", \"status\": \"half-paid\"",
                "\"amount\": 1500, \"status\": \"pending\"",
                "\"amount\": 1500, \"currency\": \"EUR\", \"status\": \"pending\"",
                "\"amount\": \"a lot\", \"currency\": \"NGN\", \"status\": \"pending\"",
                "\"amount\": 15.5, \"currency\": \"NGN\", \"status\": \"pending\"",
                "\"currency\": \"NGN\", \"status\": \"pending\""
            })
    void whatCannotBeReadIsUnknownAndNeverGuessed(String fields) {
        answer("/paymentrequest/verify/PRQ_1", 200, request(fields));

        assertThat(provider.fetchInvoice("PRQ_1")).isInstanceOf(Fetched.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"status": false, "message": "no"}                              | Rejected
            400 | {"status": false, "message": "bad", "type": "validation_error"} | Rejected
            404 | {"status": false, "message": "no such request"}                 | Rejected
            401 | {"status": false, "message": "Invalid key"}                     | KeyRefused
            403 | {"status": false, "message": "not allowed"}                     | KeyRefused
            429 | {"status": false, "message": "slow down"}                       | RetryLater
            500 | {"status": false, "message": "oops"}                            | Unknown
            502 | <html>Bad Gateway</html>                                        | Unknown
            200 | <html>maintenance</html>                                        | Unknown
            200 | {"status": true, "data": {"domain"                              | Unknown
            200 | {"status": true, "data": {"domain": "live"}}                    | NeedsAttention
            """)
    void eachAnswerHasItsOutcome(int status, String body, String outcome) {
        answer("/paymentrequest/finalize/PRQ_1", status, body);

        Outcome was = provider.execute(new Call.FinalizeInvoice(DRAFT), "unused");

        assertThat(was.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(was.toString()).doesNotContain("sk_test_hush");
    }

    @Test
    void retryAfterIsHonoured() {
        answer("/customer/acme@example.com", 429, "{\"status\": false}", "Retry-After", "17");

        assertThat(provider.execute(ACME, "unused"))
                .isEqualTo(new Outcome.RetryLater(
                        "Paystack 429 error: no message", Optional.of(Duration.ofSeconds(17)), Outcome.Limit.ACCOUNT));
    }

    @Test
    void whereNobodyAnswersTheOutcomeIsUnknownAndAskedLater() {
        server.stop(0);

        assertThat(provider.execute(new Call.FinalizeInvoice(DRAFT), "unused"))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.after()).contains(Duration.ofSeconds(10)));
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() throws InterruptedException {
        var over = new CountDownLatch(1);
        server.createContext("/paymentrequest/verify/PRQ_1", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(provider(Duration.ofMillis(300)).fetchInvoice("PRQ_1")).isInstanceOf(Fetched.Unknown.class);
        over.countDown();
    }

    @Test
    void aCustomerThatSomebodyElseMadeMeanwhileIsTaken() {
        var asked = new AtomicInteger();
        server.createContext("/customer", exchange -> {
            boolean isPost = exchange.getRequestMethod().equals("POST");
            if (isPost) {
                write(exchange, 400, "{\"status\": false, \"message\": \"duplicate\"}");
            } else if (asked.incrementAndGet() == 1) {
                write(exchange, 404, "{\"status\": false, \"message\": \"none\"}");
            } else {
                write(exchange, 200, "{\"status\": true, \"data\": {\"customer_code\": \"CUS_9\"}}");
            }
        });

        assertThat(provider.execute(ACME, "unused")).isEqualTo(new Outcome.Accepted("CUS_9", "", Optional.empty()));
    }

    private InvoiceFacts found() {
        Fetched<InvoiceFacts> fetched = provider.fetchInvoice("PRQ_1");
        assertThat(fetched).isInstanceOf(Fetched.Found.class);
        return ((Fetched.Found<InvoiceFacts>) fetched).value();
    }

    private static String request(String fields) {
        return "{\"status\": true, \"message\": \"ok\", \"data\": {\"domain\": \"test\", \"request_code\": \"PRQ_1\", "
                + fields + "}}";
    }

    private static ProviderLine line(int number, long units) {
        return new ProviderLine(number, PaystackAmounts.fromPaystack(units, "NGN"));
    }

    private void answer(String path, int status, String body, String... header) {
        server.createContext(path, exchange -> {
            for (int i = 0; i < header.length; i += 2) {
                exchange.getResponseHeaders().set(header[i], header[i + 1]);
            }
            write(exchange, status, body);
        });
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private PaystackProvider provider(Duration read) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new PaystackProvider(
                new PaystackSettings(
                        "sk_test_hush",
                        "",
                        url,
                        "own",
                        30,
                        Map.of(),
                        new PaystackSettings.Timeouts(Duration.ofMillis(300), read)),
                Mode.TEST);
    }
}
