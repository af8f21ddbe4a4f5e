package dev.tallygate.batch.reconciling;

import static java.util.Objects.requireNonNull;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.paystack.Payer;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The month before this one, billed, delivered and partly paid at three providers: {@code card} and {@code late} at a local
 * Stripe, {@code lagos} at a local Paystack, {@code bank} by transfer. All but {@code late} have paid 22.50 or 5,000.00.
 */
final class Month implements AutoCloseable {
    private static final String DOLLARS = """
            plan: metered
            currency: USD
            grace: 0s
            charges:
              - {id: output, meter: tokens_out, per: 1_000, price: {gpt: 0.50}}
              - {id: base, flat: 20.00}
            """;
    private static final String NAIRA = """
            plan: naira
            currency: NGN
            grace: 0s
            charges:
              - {id: base, flat: 5000.00}
            """;

    final String period = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
    final LocalStripe stripe;
    final LocalPaystack paystack;
    final Shell shell;
    private final TestDatabase database;
    private final Path folder;
    private final MailDrop drop = MailDrop.open();
    private final HttpClient http = HttpClient.newHttpClient();

    Month(TestDatabase database, Path folder) throws IOException {
        this.database = database;
        this.folder = folder;
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks");
        stripe = LocalStripe.start(ProviderOptions.in(folder.resolve("stripe"), nowhere));
        paystack = LocalPaystack.start(ProviderOptions.in(folder.resolve("paystack"), nowhere));
        paystack.everybody(Payer.NEVER_PAYS);
        shell = Shell.on(database, folder)
                .with("tallygate.reports-folder", reports().toString())
                .with("stripe.api-key", stripe.apiKey())
                .with("stripe.api-base", stripe.url())
                .with("paystack.secret-key", paystack.secretKey())
                .with("paystack.api-base", paystack.url())
                .with("tallygate.smtp.url", drop.url())
                .with("tallygate.mail.from", "billing@example.com")
                .with("tallygate.bank.details", "IBAN XX00");
    }

    /** Bills, delivers and has everybody pay but {@code late}. */
    Month paid() throws IOException {
        apply("metered", DOLLARS);
        apply("naira", NAIRA);
        customer("card", "card+sandbox_no_card@example.com", "metered", "stripe");
        customer("late", "late+sandbox_no_card@example.com", "metered", "stripe");
        customer("lagos", "lagos@example.com", "naira", "paystack");
        customer("bank", "bank@example.com", "metered", "manual");
        use("card", 5_000);
        use("late", 5_000);
        use("bank", 5_000);
        shell.ok("batch", "bill", "--period", period);
        shell.ok("batch", "deliver");
        payAtStripe("card");
        paystack.pay(objectId("lagos"), 500_000);
        shell.ok("invoices", "mark-paid", invoiceId("bank"), "--amount", "22.50", "--reference", "bank 4711");
        shell.ok("batch", "reconcile");
        return this;
    }

    private void apply(String name, String plan) throws IOException {
        shell.ok(
                "plans",
                "apply",
                Files.writeString(folder.resolve(name + ".yaml"), plan).toString());
    }

    private void customer(String id, String email, String plan, String provider) {
        shell.ok(
                "customers", "create", id, "--email", email, "--plan", plan, "--provider", provider, "--from", start());
    }

    private String start() {
        return period + "-01";
    }

    void use(String customerId, long tokensOut) throws IOException {
        String line =
                "{\"customer_id\":\"%s\",\"model_id\":\"gpt\",\"usage_time\":\"%s-05T00:00:00Z\",\"tokens_out\":%d}"
                        .formatted(customerId, period, tokensOut);
        Path file = Files.createTempFile(folder, "usage", ".jsonl");
        Files.writeString(file, line);
        shell.ok("import", file.toString(), "--format", "jsonl", "--backfill");
    }

    Shell.Result reconcile() {
        return shell.run("batch", "reconcile", "--period", period);
    }

    Path reports() {
        return folder.resolve("reports");
    }

    String invoiceId(String customerId) {
        return text("select invoice_id from invoices where customer_key = " + key(customerId));
    }

    String objectId(String customerId) {
        return text("select provider_invoice_id from invoices where customer_key = " + key(customerId));
    }

    /** A name as our invoices have them, of a customer who has none. */
    String strangerId() {
        String date = LocalDate.parse(start()).format(DateTimeFormatter.BASIC_ISO_DATE);
        return "inv_%s_%s_P7".formatted(key("card"), date);
    }

    String key(String customerId) {
        return String.valueOf(sql().queryForObject(
                        "select customer_key from customers where customer_id = '" + customerId + "'", Long.class));
    }

    String text(String query) {
        return new String(sql().queryForObject(query, byte[].class), StandardCharsets.UTF_8);
    }

    JdbcTemplate sql() {
        return database.jdbcTemplate();
    }

    /** How often a provider was read. */
    long reads(String provider) {
        return requireNonNull(sql().queryForObject(
                        "select coalesce(sum(read_count), 0) from provider_calls where provider = ?",
                        Long.class,
                        provider));
    }

    void payAtStripe(String customerId) {
        post("/_sandbox/stripe/invoices/" + objectId(customerId) + "/pay", Map.of());
    }

    JsonNode post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return sent(atStripe(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    void deleteAtStripe(String draftId) {
        sent(atStripe("/v1/invoices/" + draftId).DELETE().build());
    }

    void deleteCustomerAtStripe(String customerId) {
        sent(atStripe("/v1/customers/" + customerAtProvider(customerId))
                .DELETE()
                .build());
    }

    String customerAtProvider(String customerId) {
        return text("select provider_customer_id from customers where customer_id = '" + customerId + "'");
    }

    private HttpRequest.Builder atStripe(String path) {
        return HttpRequest.newBuilder(URI.create(stripe.url() + path))
                .header("authorization", "Bearer " + stripe.apiKey());
    }

    private JsonNode sent(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(request.uri() + ": " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(request.uri().toString(), failed);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
        stripe.close();
        paystack.close();
        drop.close();
    }
}
