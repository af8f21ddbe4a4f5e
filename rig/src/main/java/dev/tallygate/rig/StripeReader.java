package dev.tallygate.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads invoices back from Stripe's API, local or real, with plain HTTP: a second pair of eyes beside the adapter. */
final class StripeReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String apiKey;

    StripeReader(String base, String apiKey) {
        this.base = base;
        this.apiKey = apiKey;
    }

    /** An invoice as Stripe has it; amounts in Stripe's smallest unit of the currency. */
    record Seen(String status, String currencyCode, long total, long amountPaid) {}

    Seen invoice(String invoiceId) {
        JsonNode invoice = get("/v1/invoices/" + invoiceId);
        return new Seen(
                invoice.path("status").asString(),
                invoice.path("currency").asString().toUpperCase(Locale.ROOT),
                invoice.path("total").asLong(),
                invoice.path("amount_paid").asLong());
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("authorization", "Bearer " + apiKey)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new RigFailed("GET " + path + " at Stripe: " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RigFailed("Stripe at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
