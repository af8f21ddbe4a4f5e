package dev.tallygate.storm;

import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.stripe.LocalStripe;
import dev.tallygate.storm.Holdings.Held;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads by plain HTTP what the local providers have: all of it, and with no code of the adapters. */
final class Eyes implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final Pattern TOKEN = Pattern.compile("\\[tallygate:[^:]+:([^:\\]]+)]");

    private final HttpClient http = HttpClient.newHttpClient();

    Holdings of(LocalStripe stripe) {
        List<String> customers = all(stripe, "/v1/customers").stream()
                .map(customer -> text(customer.path("metadata"), "app_user_id"))
                .toList();
        Map<String, List<JsonNode>> items =
                all(stripe, "/v1/invoiceitems").stream().collect(Collectors.groupingBy(item -> text(item, "invoice")));
        List<Held> invoices = all(stripe, "/v1/invoices").stream()
                .filter(invoice -> !text(invoice, "status").equals("void"))
                .map(invoice -> ofStripe(invoice, items.getOrDefault(text(invoice, "id"), List.of())))
                .toList();
        return new Holdings(customers, invoices);
    }

    private static Held ofStripe(JsonNode invoice, List<JsonNode> items) {
        String status = text(invoice, "status");
        return new Held(
                text(invoice.path("metadata"), "app_invoice_id"),
                status.equals("open") ? "FINALIZED" : status.toUpperCase(Locale.ROOT),
                text(invoice, "currency").toUpperCase(Locale.ROOT),
                number(invoice, "total"),
                number(invoice, "amount_paid"),
                items.stream()
                        .map(item -> text(item.path("metadata"), "app_line_id") + ":" + number(item, "amount"))
                        .toList());
    }

    private List<JsonNode> all(LocalStripe stripe, String path) {
        List<JsonNode> all = new ArrayList<>();
        boolean hasMore = true;
        while (hasMore) {
            String after = all.isEmpty() ? "" : "&starting_after=" + text(all.getLast(), "id");
            JsonNode page = get(stripe.url() + path + "?limit=" + PAGE + after, stripe.apiKey());
            page.path("data").forEach(all::add);
            hasMore = page.path("has_more").asBoolean();
        }
        return all;
    }

    Holdings of(LocalPaystack paystack) {
        List<String> customers = all(paystack, "/customer").stream()
                .map(customer -> text(customer, "email").replaceFirst("[+@].*", ""))
                .toList();
        List<Held> invoices =
                all(paystack, "/paymentrequest").stream().map(Eyes::ofPaystack).toList();
        return new Holdings(customers, invoices);
    }

    private static Held ofPaystack(JsonNode request) {
        Matcher token = TOKEN.matcher(text(request, "description"));
        String status = request.path("paid").asBoolean() ? "PAID" : "FINALIZED";
        long total = number(request, "amount");
        JsonNode lines = request.path("line_items");
        return new Held(
                token.find() ? token.group(1) : text(request, "description"),
                text(request, "status").equals("draft") ? "DRAFT" : status,
                text(request, "currency"),
                total,
                total - number(request, "pending_amount"),
                IntStream.range(0, lines.size())
                        .mapToObj(index -> (index + 1) + ":" + number(lines.get(index), "amount"))
                        .toList());
    }

    private List<JsonNode> all(LocalPaystack paystack, String path) {
        List<JsonNode> all = new ArrayList<>();
        long pages = 1;
        for (int page = 1; page <= pages; page++) {
            String query = "?perPage=" + PAGE + "&page=" + page;
            JsonNode answer = get(paystack.url() + path + query, paystack.secretKey());
            answer.path("data").forEach(all::add);
            pages = answer.path("meta").path("pageCount").asLong(1);
        }
        return all;
    }

    private JsonNode get(String url, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + key)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(url + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(url, failed);
        }
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    private static long number(JsonNode object, String field) {
        return object.path(field).asLong();
    }

    @Override
    public void close() {
        http.close();
    }
}
