package dev.tallygate.sandbox.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.description.Conformance;
import dev.tallygate.sandbox.description.PaystackDescription;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Hmac;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.provider.SettableClock;
import dev.tallygate.sandbox.provider.WebhookReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A local Paystack in a folder, a receiver of its webhooks, and calls over bare HTTP. */
final class PaystackFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Conformance conformance = new Conformance(PaystackDescription.found());
    final SettableClock clock = new SettableClock(START);
    final WebhookReceiver receiver;
    LocalPaystack paystack;

    PaystackFixture(Path folder) throws IOException {
        this.folder = folder;
        receiver = new WebhookReceiver(
                (body, headers) -> Hmac.hex("HmacSHA512", paystack.secretKey(), body)
                        .equals(headers.getFirst("x-paystack-signature")),
                200);
        paystack = start();
    }

    private LocalPaystack start() throws IOException {
        return LocalPaystack.start(
                ProviderOptions.in(folder, receiver.url()).by(clock).watchedBy(conformance));
    }

    void restart() throws IOException {
        paystack.close();
        paystack = start();
    }

    /** What was answered. */
    record Said(int status, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }

        String message() {
            return body.path("message").asString("");
        }
    }

    Said get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    Said post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, json);
    }

    Said call(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, json, paystack.secretKey());
        return new Said(response.statusCode(), Json.parse(response.body()));
    }

    HttpResponse<String> send(String method, String path, String json, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(paystack.url() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A customer's code. */
    String customer(String email) throws IOException, InterruptedException {
        return post("/customer", "{\"email\":\"" + email + "\"}")
                .data()
                .path("customer_code")
                .asString();
    }

    /** A draft of these lines; nobody is told of it. */
    JsonNode draft(String customer, long... amounts) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (long amount : amounts) {
            lines.append(lines.isEmpty() ? "" : ",").append("{\"name\":\"tokens\",\"amount\":" + amount + "}");
        }
        return post("/paymentrequest", """
                {"customer": "%s", "currency": "NGN", "line_items": [%s], "draft": true, "send_notification": false,
                 "description": "November [tallygate:inv-1:0]"}""".formatted(customer, lines)).data();
    }

    JsonNode finalized(String customer, long... amounts) throws IOException, InterruptedException {
        String code = draft(customer, amounts).path("request_code").asString();
        return post("/paymentrequest/finalize/" + code, "{\"send_notification\": false}")
                .data();
    }

    /** Those that came, by the words in their {@code event}. */
    List<String> events() {
        return receiver.bodies().stream()
                .map(body -> Json.parse(body).path("event").asString())
                .toList();
    }

    /** Ends both; whatever was answered has to be as Paystack describes it. */
    @Override
    public void close() {
        paystack.close();
        receiver.close();
        assertThat(conformance.answerFindings()).isEmpty();
    }
}
