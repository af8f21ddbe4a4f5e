package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import dev.tallygate.sandbox.description.Exchange;
import dev.tallygate.sandbox.description.OpenApi;
import dev.tallygate.sandbox.description.PaystackDescription;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request that the adapter makes has a path, parameters, fields and types that Paystack's own description has. */
class PaystackOpenApiTest {
    private static final Currency NAIRA = Currency.getInstance("NGN");
    private static final Call.InvoiceReference INVOICE =
            new Call.InvoiceReference("inst", "inv_1_20261001_P1", 1, NAIRA);

    private final List<Exchange> sent = new CopyOnWriteArrayList<>();
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
    void requestsAreAsPaystackDescribesThem() {
        OpenApi api = PaystackDescription.needed();

        everyCall();
        List<String> findings = new ArrayList<>();
        sent.forEach(request -> findings.addAll(api.requestFindings(request)));

        assertThat(sent)
                .extracting(request ->
                        request.method() + " " + request.path().replaceAll("PRQ_1|CUS_1|inv-.*|T1$|\\d+$", "{id}"))
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
    void aMisspeltFieldAWrongTypeAndAnUnknownPathAreSeen() {
        OpenApi api = PaystackDescription.needed();

        assertThat(api.requestFindings(
                        post("/paymentrequest", "{\"customer\": 7, \"descripton\": \"x\", \"draft\": \"true\"}")))
                .containsExactlyInAnyOrder(
                        "POST /paymentrequest customer: INTEGER (expected: string)",
                        "POST /paymentrequest descripton: unknown",
                        "POST /paymentrequest draft: STRING (expected: boolean)");
        assertThat(api.requestFindings(post("/customer", "{}"))).containsExactly("POST /customer email: missing");
        assertThat(api.requestFindings(post("/paymentrequests", "{}")))
                .containsExactly("POST /paymentrequests: no such call");
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
            URI uri = exchange.getRequestURI();
            sent.add(Exchange.asking(exchange.getRequestMethod(), uri.getPath(), parameters(uri), body));
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

    private static Exchange post(String path, String body) {
        return Exchange.asking("POST", path, Map.of(), body);
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getQuery())
                .map(query -> query.split("&"))
                .orElse(new String[0])) {
            parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return parameters;
    }
}
