package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every request that the adapter makes has a path, parameters, fields and types that Paystack's own description has. */
class PaystackOpenApiTest {
    private static final Currency NAIRA = Currency.getInstance("NGN");
    private static final Call.InvoiceReference INVOICE =
            new Call.InvoiceReference("inst", "inv_1_20261001_P1", 1, NAIRA);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<OpenApi.Request> sent = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::record);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void requestsAreAsPaystackDescribesThem() throws IOException {
        Optional<Path> description = PaystackWebhooksTest.shared("paystack-openapi.yaml");
        assumeTrue(description.isPresent(), "Paystack's description is not beside the project: skipped");
        OpenApi api = OpenApi.read(Files.readString(description.orElseThrow()));

        everyCall();
        List<String> findings = new ArrayList<>();
        sent.forEach(request -> findings.addAll(api.findings(request)));

        assertThat(sent)
                .extracting(request -> request.method() + " "
                        + request.uri().getPath().replaceAll("PRQ_1|CUS_1|inv-.*|T1$|\\d+$", "{id}"))
                .contains(
                        "POST /customer",
                        "POST /paymentrequest",
                        "GET /paymentrequest",
                        "POST /paymentrequest/finalize/{id}",
                        "GET /paymentrequest/verify/{id}",
                        "POST /paymentrequest/archive/{id}",
                        "GET /customer/{id}",
                        "POST /transaction/charge_authorization",
                        "GET /transaction/verify/{id}",
                        "GET /transaction",
                        "GET /refund",
                        "GET /dispute",
                        "GET /dispute/{id}");
        assertThat(findings).isEmpty();
    }

    @Test
    void aMisspeltFieldAWrongTypeAndAnUnknownPathAreSeen() throws IOException {
        Optional<Path> description = PaystackWebhooksTest.shared("paystack-openapi.yaml");
        assumeTrue(description.isPresent(), "Paystack's description is not beside the project: skipped");
        OpenApi api = OpenApi.read(Files.readString(description.orElseThrow()));

        assertThat(api.findings(
                        post("/paymentrequest", "{\"customer\": 7, \"descripton\": \"x\", \"draft\": \"true\"}")))
                .containsExactlyInAnyOrder(
                        "POST /paymentrequest customer: INTEGER (expected: string)",
                        "POST /paymentrequest descripton: unknown",
                        "POST /paymentrequest draft: STRING (expected: boolean)");
        assertThat(api.findings(post("/customer", "{}"))).containsExactly("POST /customer email: missing");
        assertThat(api.findings(post("/paymentrequests", "{}"))).containsExactly("POST /paymentrequests: no such path");
    }

    private void everyCall() {
        PaystackProvider provider = PaystackWorld.adapter(
                "sk_test_hush", "", "http://127.0.0.1:" + server.getAddress().getPort());
        BillingPeriod period = BillingPeriod.monthContaining(Instant.parse("2026-10-05T00:00:00Z"));
        Money amount = new Money(5_000_00, NAIRA);
        var content = new Call.Content(
                "Acme",
                "acme@example.com",
                period,
                Instant.parse("2026-11-02T08:00:00Z"),
                amount,
                List.of(new Call.Line(1, amount, "tokens", period)));
        var draft = new Call.ProviderDraft(INVOICE, "CUS_1", "PRQ_1");
        var creation = new Call.CreateInvoice(INVOICE, "CUS_1", content);
        provider.execute(new Call.CreateCustomer("inst", "acme", "Acme", "acme@example.com"), "");
        provider.execute(creation, "");
        provider.lookUp(creation, Instant.parse("2026-11-02T08:00:00Z"));
        provider.execute(new Call.FinalizeInvoice(draft), "");
        provider.execute(new Call.VoidInvoice(draft), "");
        String charge = PaystackCharge.of(INVOICE, amount).name();
        provider.execute(new Call.ChargeInvoice(new Call.ProviderDraft(INVOICE, "CUS_1", charge)), "");
        provider.fetchBack(PaystackBacks.refundsOf("T1"));
        provider.fetchBack(PaystackBacks.dispute(77));
        String page = EventPage.FIRST;
        while (provider.listEvents(Instant.parse("2026-11-02T08:00:00Z"), page)
                        instanceof Fetched.Found<EventPage> found
                && found.value().next().isPresent()) {
            page = found.value().next().get();
        }
    }

    /** Nobody is known until it is made; each made thing is open, unpaid and whole. */
    private void record(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            sent.add(new OpenApi.Request(exchange.getRequestMethod(), exchange.getRequestURI(), tree(body)));
            String path = exchange.getRequestURI().getPath();
            boolean isUnknown = path.startsWith("/customer/acme") || path.startsWith("/transaction/verify/inv-");
            byte[] answer = (isUnknown ? "{\"status\": false, \"message\": \"none\"}" : found(exchange))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isUnknown ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String found(HttpExchange exchange) {
        boolean isList = exchange.getRequestMethod().equals("GET")
                && List.of("/paymentrequest", "/transaction", "/refund", "/dispute")
                        .contains(exchange.getRequestURI().getPath());
        return isList ? "{\"status\": true, \"data\": [], \"meta\": {\"pageCount\": 1}}" : """
                {"status": true, "data": {"domain": "test", "id": 5, "customer_code": "CUS_1", "request_code": "PRQ_1",
                  "status": "pending", "paid": false, "amount": 500000, "currency": "NGN", "pending_amount": 500000,
                  "email": "acme@example.com", "authorizations": [{"authorization_code": "AUTH_1", "reusable": true}]}}
                """;
    }

    private static OpenApi.Request post(String path, String body) {
        return new OpenApi.Request("POST", URI.create(path), tree(body));
    }

    private static JsonNode tree(String body) {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }
}
