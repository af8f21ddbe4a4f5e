package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.Receipt;
import dev.tallygate.provider.LocalFaults;
import dev.tallygate.provider.ProviderWorld;
import dev.tallygate.sandbox.description.Conformance;
import dev.tallygate.sandbox.description.PaystackDescription;
import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.paystack.Payer;
import dev.tallygate.sandbox.provider.ProviderOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** A local Paystack, the adapter that talks to it, and eyes of its own on what is there. */
final class PaystackWorld implements ProviderWorld {
    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration READ = Duration.ofMillis(700);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final HttpClient eyes = HttpClient.newHttpClient();
    final Conformance conformance = new Conformance(PaystackDescription.found());
    final LocalPaystack paystack;
    private final Duration patience;
    private final PaystackProvider provider;

    PaystackWorld(Path folder) throws IOException {
        this(folder, READ);
    }

    /** With adapters that wait so long for an answer. */
    PaystackWorld(Path folder, Duration patience) throws IOException {
        this.patience = patience;
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks/paystack");
        paystack = LocalPaystack.start(
                ProviderOptions.in(folder, nowhere).by(clock).watchedBy(conformance));
        paystack.everybody(Payer.NEVER_PAYS);
        provider = new PaystackProvider(settings(paystack.secretKey(), "", paystack.url(), patience), Mode.TEST);
    }

    private static PaystackProvider adapter(String key, String apiBase) {
        return adapter(key, "", apiBase);
    }

    static PaystackProvider adapter(String key, String previousKey, String apiBase) {
        return new PaystackProvider(settings(key, previousKey, apiBase, READ), Mode.TEST);
    }

    private static PaystackSettings settings(String key, String previousKey, String apiBase, Duration read) {
        return new PaystackSettings(
                key, previousKey, apiBase, "own", 30, Map.of(), new PaystackSettings.Timeouts(CONNECT, read));
    }

    /** An adapter that charges saved cards, by the world's clock. */
    PaystackProvider charging() {
        return new PaystackProvider(
                settings(paystack.secretKey(), "", paystack.url(), patience),
                new PaystackCollecting(PaystackCollecting.Collection.CHARGE_AUTHORIZATION),
                Mode.TEST,
                CallPace.free(),
                clock);
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public PaymentProvider provider() {
        return provider;
    }

    @Override
    public PaymentProvider unreachable() {
        return adapter(paystack.secretKey(), "http://127.0.0.1:9");
    }

    @Override
    public String currency() {
        return "NGN";
    }

    @Override
    public String email(String customerId) {
        return customerId + "@example.com";
    }

    @Override
    public void order(Misfortune misfortune, CallKind kind) {
        String path = switch (kind) {
            case CREATE_CUSTOMER -> "/customer";
            case CREATE_INVOICE, ADD_LINE -> "/paymentrequest";
            case FINALIZE_INVOICE -> "/paymentrequest/finalize/";
            case CHARGE_INVOICE -> PaystackRequests.CHARGES;
            case VOID_INVOICE -> "/paymentrequest/archive/";
            case CREATE_CREDIT_NOTE,
                    CREATE_METER,
                    CREATE_PRICE,
                    CREATE_SUBSCRIPTION,
                    END_SUBSCRIPTION,
                    REPORT_USAGE,
                    COMPARE_INVOICE,
                    ADD_ITEM -> throw new IllegalArgumentException(kind + " (expected: a call that Paystack gets)");
        };
        paystack.order(LocalFaults.once(misfortune, path, CONNECT.plus(READ)));
    }

    @Override
    public List<String> customers() {
        List<String> codes = new ArrayList<>();
        data("/customer?perPage=100").forEach(customer -> codes.add(text(customer, "customer_code")));
        return codes;
    }

    @Override
    public List<There> invoices() {
        List<There> invoices = new ArrayList<>();
        requests().forEach(request -> invoices.add(there(request)));
        return invoices;
    }

    @Override
    public List<String> belongings(String email) {
        List<String> all = new ArrayList<>();
        of(email, "/customer?perPage=100").forEach(customer -> {
            all.add("customer");
            String requests = "/paymentrequest?perPage=100&customer="
                    + customer.path("id").asLong();
            List<String> living = new ArrayList<>();
            data(requests).forEach(request -> living.add(text(request, "request_code")));
            data(requests + "&include_archive=true")
                    .forEach(request -> all.add(shown(request, living.contains(text(request, "request_code")))));
        });
        of(email, "/transaction?perPage=100")
                .forEach(transaction -> all.add("payment %s %s %d"
                        .formatted(
                                text(transaction, "status"),
                                text(transaction, "currency"),
                                transaction.path("amount").asLong())));
        return all.stream().sorted().toList();
    }

    private List<JsonNode> of(String email, String path) {
        List<JsonNode> found = new ArrayList<>();
        data(path).forEach(one -> {
            String address = text(one.has("email") ? one : one.path("customer"), "email");
            if (address.equals(email)) {
                found.add(one);
            }
        });
        return found;
    }

    private static String shown(JsonNode request, boolean isLiving) {
        There there = there(request);
        return "%s%s %s %d %s mails %d"
                .formatted(
                        isLiving ? INVOICE : "taken back ",
                        there.status(),
                        there.currency(),
                        there.total(),
                        there.lines(),
                        request.path("notifications").size());
    }

    JsonNode requests() {
        return data("/paymentrequest?perPage=100");
    }

    private static There there(JsonNode request) {
        List<Long> lines = new ArrayList<>();
        request.path("line_items").forEach(line -> lines.add(line.path("amount").asLong()));
        InvoiceFacts.Status status = request.path("paid").asBoolean()
                ? InvoiceFacts.Status.PAID
                : text(request, "status").equals("draft") ? InvoiceFacts.Status.DRAFT : InvoiceFacts.Status.OPEN;
        return new There(
                text(request, "request_code"),
                status,
                text(request, "currency"),
                request.path("amount").asLong(),
                lines);
    }

    @Override
    public void pay(PaymentWorld world, InvoiceId id) {
        pay(world, id, world.invoice(id).total().minorUnits());
    }

    void pay(PaymentWorld world, InvoiceId id, long kobo) {
        String name = Objects.requireNonNull(world.invoice(id).reference().providerInvoiceId());
        paystack.pay(name, kobo);
    }

    @Override
    public List<Told> told(String providerInvoiceId) {
        return paystack.webhooks().stream()
                .map(body -> new Told(body, Map.of("x-paystack-signature", paystack.signature(body))))
                .toList();
    }

    /** Hands everything that Paystack tells to our inbox. */
    void tell(PaymentWorld world) {
        for (Told told : told("")) {
            byte[] body = told.body().getBytes(StandardCharsets.UTF_8);
            Receipt receipt = world.inbox().receive("paystack", body, told.headers());
            if (!(receipt instanceof Receipt.Stored || receipt instanceof Receipt.Repeated)) {
                throw new AssertionError(told.body() + ": " + receipt);
            }
        }
    }

    JsonNode data(String path) {
        return sent(request(path).GET().build());
    }

    JsonNode post(String path, ObjectNode body) {
        return sent(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    JsonNode put(String path, ObjectNode body) {
        return sent(request(path)
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(paystack.url() + path))
                .header("authorization", "Bearer " + paystack.secretKey())
                .header("content-type", "application/json");
    }

    private JsonNode sent(HttpRequest request) {
        try {
            HttpResponse<String> answer = eyes.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(answer.body());
            }
            return JSON.readTree(answer.body()).path("data");
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    /** Whatever was asked and answered has to be as Paystack describes it. */
    @Override
    public void close() {
        eyes.close();
        paystack.close();
        assertThat(conformance.requestFindings()).isEmpty();
        assertThat(conformance.answerFindings()).isEmpty();
    }
}
