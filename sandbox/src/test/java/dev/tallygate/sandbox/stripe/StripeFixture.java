package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceItemCreateParams;
import dev.tallygate.sandbox.description.Conformance;
import dev.tallygate.sandbox.description.StripeDescription;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.provider.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A local Stripe in a folder, a receiver of its webhooks, a client of Stripe's library and one of bare HTTP. */
final class StripeFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    static {
        Stripe.enableTelemetry = false;
    }

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Conformance conformance = new Conformance(StripeDescription.found());
    final SettableClock clock;
    final EventReceiver receiver = new EventReceiver();
    LocalStripe stripe;
    StripeClient client;

    StripeFixture(Path folder) throws IOException {
        this(folder, Instant.now());
    }

    StripeFixture(Path folder, Instant now) throws IOException {
        this.folder = folder;
        clock = new SettableClock(now);
        stripe = start();
        client = newClient();
    }

    private LocalStripe start() throws IOException {
        LocalStripe started = LocalStripe.start(
                ProviderOptions.in(folder, receiver.url()).by(clock).watchedBy(conformance));
        receiver.trust(started.webhookSecret());
        return started;
    }

    void restart() throws IOException {
        stripe.close();
        stripe = start();
        client = newClient();
    }

    private StripeClient newClient() {
        return StripeClient.builder()
                .setApiKey(stripe.apiKey())
                .setApiBase(stripe.url())
                .setMaxNetworkRetries(0)
                .build();
    }

    Customer customer(String email) throws StripeException {
        return client.v1()
                .customers()
                .create(CustomerCreateParams.builder().setEmail(email).build());
    }

    InvoiceCreateParams.Builder draftParams(Customer customer) {
        return InvoiceCreateParams.builder()
                .setCustomer(customer.getId())
                .setCurrency("usd")
                .setAutoAdvance(false)
                .setPendingInvoiceItemsBehavior(InvoiceCreateParams.PendingInvoiceItemsBehavior.EXCLUDE);
    }

    Invoice draft(Customer customer, long... amounts) throws StripeException {
        Invoice invoice = client.v1().invoices().create(draftParams(customer).build());
        for (long amount : amounts) {
            client.v1()
                    .invoiceItems()
                    .create(InvoiceItemCreateParams.builder()
                            .setCustomer(customer.getId())
                            .setInvoice(invoice.getId())
                            .setAmount(amount)
                            .setCurrency("usd")
                            .build());
        }
        return client.v1().invoices().retrieve(invoice.getId());
    }

    /** A request without the library; a form's entries as written. */
    HttpResponse<String> send(String method, String path, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stripe.url() + path))
                .header("Authorization", "Bearer " + stripe.apiKey())
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What is answered to a form of these names and values in turn; it has to be 200. */
    JsonNode post(String path, Object... form) throws IOException, InterruptedException {
        return ok(call("POST", path, form));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return ok(send("GET", path, Map.of()));
    }

    /** The error object that is answered. */
    JsonNode refused(String path, Object... form) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("POST", path, form);
        if (answer.statusCode() < 400) {
            throw new AssertionError(answer.body());
        }
        return error(answer);
    }

    private HttpResponse<String> call(String method, String path, Object... form)
            throws IOException, InterruptedException {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int index = 0; index < form.length; index += 2) {
            entries.put(form[index].toString(), form[index + 1].toString());
        }
        return send(method, path, entries);
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return Json.parse(answer.body());
    }

    /** An invoice of this total that waits for its customer, who has no card. */
    String open(String email, long total) throws StripeException {
        Invoice draft = draft(customer(email.replace("@", "+sandbox_no_card@")), total);
        return client.v1().invoices().finalizeInvoice(draft.getId()).getId();
    }

    /** The types of all events, oldest first. */
    List<String> told() throws IOException, InterruptedException {
        return get("/v1/events?limit=100")
                .path("data")
                .valueStream()
                .map(event -> event.path("type").stringValue())
                .toList()
                .reversed();
    }

    /** A request whose body is this text. */
    HttpResponse<String> sendText(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode error(HttpResponse<String> response) {
        return Json.parse(response.body()).path("error");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Ends both; whatever was answered has to be as Stripe describes it. */
    @Override
    public void close() {
        stripe.close();
        receiver.close();
        assertThat(conformance.answerFindings()).isEmpty();
    }
}
