package dev.tallygate.storm;

import static dev.tallygate.storm.Wire.number;
import static dev.tallygate.storm.Wire.text;

import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.stripe.LocalStripe;
import dev.tallygate.storm.Holdings.Held;
import dev.tallygate.storm.Holdings.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads what the local providers have, all of it, and gives money back there as a person would. */
final class Eyes implements AutoCloseable {
    private static final int PAGE = 100;
    private static final Pattern TOKEN = Pattern.compile("\\[tallygate:[^:]+:([^:\\]]+)]");
    private static final String REFUNDED = "+refunded@";

    private final Wire wire = new Wire();

    Holdings of(LocalStripe stripe) {
        List<String> customers = all(stripe, "/v1/customers").stream()
                .map(customer -> text(customer.path("metadata"), "app_user_id"))
                .toList();
        Map<String, List<JsonNode>> items = by(item -> text(item, "invoice"), all(stripe, "/v1/invoiceitems"));
        Map<String, List<JsonNode>> paid = by(payment -> text(payment, "invoice"), payments(stripe));
        Map<String, List<JsonNode>> refunds = by(refund -> text(refund, "payment_intent"), all(stripe, "/v1/refunds"));
        List<Held> invoices = all(stripe, "/v1/invoices").stream()
                .filter(invoice -> !text(invoice, "status").equals("void"))
                .map(invoice -> ofStripe(
                        invoice,
                        items.getOrDefault(text(invoice, "id"), List.of()),
                        paid.getOrDefault(text(invoice, "id"), List.of()).stream()
                                .flatMap(payment -> money(payment, refunds))
                                .toList()))
                .toList();
        return new Holdings(customers, invoices);
    }

    private static Stream<Long> money(JsonNode payment, Map<String, List<JsonNode>> refunds) {
        return Stream.concat(
                Stream.of(number(payment, "amount_paid")),
                refunds.getOrDefault(intent(payment), List.of()).stream().map(refund -> -number(refund, "amount")));
    }

    private List<JsonNode> payments(LocalStripe stripe) {
        return all(stripe, "/v1/invoice_payments");
    }

    private static String intent(JsonNode payment) {
        return text(payment.path("payment"), "payment_intent");
    }

    /** Stripe mails nobody about an invoice that it charges by itself. */
    private static Held ofStripe(JsonNode invoice, List<JsonNode> items, List<Long> money) {
        String status = text(invoice, "status");
        return new Held(
                text(invoice.path("metadata"), "app_invoice_id"),
                status.equals("open") ? "FINALIZED" : status.toUpperCase(Locale.ROOT),
                new Sums(
                        text(invoice, "currency").toUpperCase(Locale.ROOT),
                        number(invoice, "total"),
                        number(invoice, "amount_paid")),
                items.stream()
                        .map(item -> text(item.path("metadata"), "app_line_id") + ":" + number(item, "amount"))
                        .toList(),
                money,
                0);
    }

    private List<JsonNode> all(LocalStripe stripe, String path) {
        List<JsonNode> all = new ArrayList<>();
        boolean hasMore = true;
        while (hasMore) {
            String after = all.isEmpty() ? "" : "&starting_after=" + text(all.getLast(), "id");
            JsonNode page = wire.get(stripe.url() + path + "?limit=" + PAGE + after, stripe.apiKey());
            page.path("data").forEach(all::add);
            hasMore = page.path("has_more").asBoolean();
        }
        return all;
    }

    /** Whoever is to be refunded gets all of its money back. */
    void refundAt(LocalStripe stripe) {
        Map<String, List<JsonNode>> paid = by(payment -> text(payment, "invoice"), payments(stripe));
        all(stripe, "/v1/invoices").stream()
                .filter(invoice -> text(invoice, "customer_email").contains(REFUNDED))
                .flatMap(invoice -> paid.getOrDefault(text(invoice, "id"), List.of()).stream())
                .forEach(payment -> wire.post(
                        stripe.url() + "/v1/refunds",
                        stripe.apiKey(),
                        "application/x-www-form-urlencoded",
                        "payment_intent=" + intent(payment)));
    }

    Holdings of(LocalPaystack paystack) {
        List<String> customers = all(paystack, "/customer").stream()
                .map(customer -> text(customer, "email").replaceFirst("[+@].*", ""))
                .toList();
        Map<String, List<JsonNode>> paid = by(Eyes::customer, payments(paystack));
        Map<String, List<JsonNode>> refunds = by(refund -> text(refund, "transaction"), all(paystack, "/refund"));
        List<Held> invoices = all(paystack, "/paymentrequest").stream()
                .map(request -> ofPaystack(
                        request,
                        amountPaid(paystack, request),
                        paid.getOrDefault(customer(request), List.of()).stream()
                                .flatMap(payment -> given(payment, refunds))
                                .toList()))
                .toList();
        return new Holdings(customers, invoices);
    }

    private List<JsonNode> payments(LocalPaystack paystack) {
        return all(paystack, "/transaction").stream()
                .filter(transaction -> text(transaction, "status").equals("success"))
                .toList();
    }

    /** By its number: a payment does not say which request it is of, and each customer has one. */
    private static String customer(JsonNode object) {
        return object.path("customer").path("id").asString("");
    }

    private static Stream<Long> given(JsonNode payment, Map<String, List<JsonNode>> refunds) {
        return Stream.concat(
                Stream.of(number(payment, "amount")),
                refunds.getOrDefault(text(payment, "id"), List.of()).stream().map(refund -> -number(refund, "amount")));
    }

    /** Lists do not say it. */
    private long amountPaid(LocalPaystack paystack, JsonNode request) {
        String url = paystack.url() + "/paymentrequest/verify/" + text(request, "request_code");
        return number(wire.get(url, paystack.secretKey()).path("data"), "amount_paid");
    }

    private static Held ofPaystack(JsonNode request, long paid, List<Long> money) {
        Matcher token = TOKEN.matcher(text(request, "description"));
        String status = request.path("paid").asBoolean() ? "PAID" : "FINALIZED";
        JsonNode lines = request.path("line_items");
        return new Held(
                token.find() ? token.group(1) : text(request, "description"),
                text(request, "status").equals("draft") ? "DRAFT" : status,
                new Sums(text(request, "currency"), number(request, "amount"), paid),
                IntStream.range(0, lines.size())
                        .mapToObj(index -> (index + 1) + ":" + number(lines.get(index), "amount"))
                        .toList(),
                money,
                request.path("notifications").size());
    }

    private List<JsonNode> all(LocalPaystack paystack, String path) {
        List<JsonNode> all = new ArrayList<>();
        long pages = 1;
        for (int page = 1; page <= pages; page++) {
            String query = "?perPage=" + PAGE + "&page=" + page;
            JsonNode answer = wire.get(paystack.url() + path + query, paystack.secretKey());
            answer.path("data").forEach(all::add);
            pages = answer.path("meta").path("pageCount").asLong(1);
        }
        return all;
    }

    /** As at Stripe. */
    void refundAt(LocalPaystack paystack) {
        payments(paystack).stream()
                .filter(payment -> text(payment.path("customer"), "email").contains(REFUNDED))
                .forEach(payment -> wire.post(
                        paystack.url() + "/refund",
                        paystack.secretKey(),
                        "application/json",
                        "{\"transaction\":\"" + text(payment, "reference") + "\"}"));
    }

    private static Map<String, List<JsonNode>> by(Function<JsonNode, String> name, List<JsonNode> objects) {
        return objects.stream().collect(Collectors.groupingBy(name));
    }

    @Override
    public void close() {
        wire.close();
    }
}
