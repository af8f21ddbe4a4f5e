package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import dev.tallygate.sandbox.journal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is answered has the fields of Stripe's own samples, each of the same type, and none of our own. */
class ShapesTest {
    private static final String SAMPLES = "shared/data/stripe-fixtures3.json";

    /** Newer than the samples, or left out of them. */
    private static final Map<String, Set<String>> BESIDE_THE_SAMPLES = Map.of(
            "invoice", Set.of("amount_paid_off_stripe"),
            "customer", Set.of(),
            "invoice_payment", Set.of(),
            "price", Set.of("tiers"),
            "refund", Set.of("failure_reason"));

    /** Old fields that the version spoken here has no more, and what only other features fill. */
    private static final Set<String> NEVER_HERE = Set.of(
            "customer_account",
            "managed_payments",
            "subscription",
            "source",
            "refunds",
            "plan",
            "excluded_payment_method_types",
            "payment_method_configuration_details",
            "payment_method",
            "quantity_decimal",
            "confirmation_token",
            "threshold_reason",
            "cancel_at",
            "quantity");

    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void everyResourceHasTheFieldsOfStripesSamples() throws IOException, StripeException, InterruptedException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(parent -> parent.resolve(SAMPLES))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(file.isPresent(), "no " + SAMPLES + " beside the checkout: the shapes are not compared");
        JsonNode samples = Json.parse(Files.readString(file.orElseThrow())).path("resources");
        List<String> differences = new ArrayList<>();
        for (JsonNode shown : resources()) {
            String type = shown.path("object").stringValue();
            assertThat(samples.has(type)).as(type).isTrue();
            compare(type, shown, samples.path(type), differences);
        }
        assertThat(differences).isEmpty();
    }

    private static void compare(String type, JsonNode shown, JsonNode sample, List<String> differences) {
        Set<String> unknown = new TreeSet<>(shown.propertyNames());
        unknown.removeAll(sample.propertyNames());
        unknown.removeAll(BESIDE_THE_SAMPLES.getOrDefault(type, Set.of()));
        unknown.forEach(field -> differences.add(type + "." + field + " is not Stripe's"));
        Set<String> missing = new TreeSet<>(sample.propertyNames());
        missing.removeAll(shown.propertyNames());
        missing.removeAll(NEVER_HERE);
        missing.forEach(field -> differences.add(type + "." + field + " is missing"));
        shown.properties().forEach(field -> {
            JsonNode other = sample.path(field.getKey());
            JsonNode own = field.getValue();
            boolean bothSay = !other.isMissingNode() && !other.isNull() && !own.isNull();
            boolean reference = own.isString() && other.isObject();
            if (bothSay && !reference && own.getNodeType() != other.getNodeType()) {
                differences.add(type + "." + field.getKey() + " is " + own.getNodeType() + ", and "
                        + other.getNodeType() + " at Stripe");
            }
        });
    }

    /** One of each, made as a caller makes them. */
    private List<JsonNode> resources() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("a+sandbox_no_card@example.com");
        String invoice = fixture.open("b@example.com", 700);
        fixture.post("/_sandbox/stripe/invoices/" + invoice + "/pay");
        String charge = first("/v1/charges").path("id").stringValue();
        fixture.post("/v1/refunds", "charge", charge, "amount", 100);
        String line = first("/v1/invoices/" + invoice + "/lines").path("id").stringValue();
        fixture.post(
                "/v1/credit_notes",
                "invoice",
                invoice,
                "credit_amount",
                50,
                "lines[0][type]",
                "invoice_line_item",
                "lines[0][invoice_line_item]",
                line,
                "lines[0][amount]",
                50);
        fixture.post("/_sandbox/stripe/charges/" + charge + "/dispute");
        List<JsonNode> all = new ArrayList<>(metered(customer.getId()));
        all.add(fixture.get("/v1/charges/" + charge));
        for (String path : List.of(
                "customers",
                "invoices",
                "invoiceitems",
                "invoices/" + invoice + "/lines",
                "payment_intents",
                "invoice_payments",
                "refunds",
                "disputes",
                "credit_notes",
                "billing/meters",
                "products",
                "prices",
                "subscriptions",
                "events",
                "webhook_endpoints")) {
            all.add(first("/v1/" + path));
        }
        all.add(first("/v1/credit_notes").path("lines").path("data").get(0));
        all.add(first("/v1/subscriptions").path("items").path("data").get(0));
        return all;
    }

    /** A subscription, and a meter event with its adjustment, which no list has. */
    private List<JsonNode> metered(String customer) throws IOException, InterruptedException {
        String meter = fixture.post(
                        "/v1/billing/meters",
                        "display_name",
                        "Tokens",
                        "event_name",
                        "tokens",
                        "default_aggregation[formula]",
                        "sum")
                .path("id")
                .stringValue();
        String price = fixture.post(
                        "/v1/prices",
                        "currency",
                        "usd",
                        "product_data[name]",
                        "Tokens",
                        "recurring[interval]",
                        "month",
                        "recurring[usage_type]",
                        "metered",
                        "recurring[meter]",
                        meter,
                        "unit_amount",
                        2)
                .path("id")
                .stringValue();
        fixture.post("/v1/subscriptions", "customer", customer, "items[0][price]", price);
        JsonNode event = fixture.post(
                "/v1/billing/meter_events",
                "event_name",
                "tokens",
                "payload[stripe_customer_id]",
                customer,
                "payload[value]",
                "5");
        JsonNode adjustment = fixture.post(
                "/v1/billing/meter_event_adjustments",
                "event_name",
                "tokens",
                "type",
                "cancel",
                "cancel[identifier]",
                event.path("identifier").stringValue());
        return List.of(event, adjustment);
    }

    private JsonNode first(String path) throws IOException, InterruptedException {
        return fixture.get(path).path("data").get(0);
    }
}
