package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.param.PriceListParams;
import com.stripe.param.SubscriptionCreateParams;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Prices, subscriptions, and the invoices that come by themselves at the ends of their periods. */
class SubscriptionsTest {
    private static final long START = StripeFixture.START.getEpochSecond();
    private static final long DECEMBER = Instant.parse("2026-12-01T00:00:00Z").getEpochSecond();

    @TempDir
    Path folder;

    private StripeFixture fixture;
    private String customer;
    private String meter;
    private int events;

    @BeforeEach
    void start() throws IOException, InterruptedException, StripeException {
        fixture = new StripeFixture(folder, StripeFixture.START);
        customer = fixture.customer("a@example.com").getId();
        meter = fixture.post(
                        "/v1/billing/meters",
                        "display_name",
                        "Tokens",
                        "event_name",
                        "tokens",
                        "default_aggregation[formula]",
                        "sum",
                        "event_time_window",
                        "hour")
                .path("id")
                .stringValue();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String price(Object... amounts) throws IOException, InterruptedException {
        Object[] form = {
            "currency",
            "usd",
            "product_data[name]",
            "Tokens",
            "recurring[interval]",
            "month",
            "recurring[usage_type]",
            "metered",
            "recurring[meter]",
            meter
        };
        Object[] all = new Object[form.length + amounts.length];
        System.arraycopy(form, 0, all, 0, form.length);
        System.arraycopy(amounts, 0, all, form.length, amounts.length);
        return fixture.post("/v1/prices", all).path("id").stringValue();
    }

    private Subscription subscribe(String price) throws StripeException {
        return fixture.client
                .v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price)
                                .build())
                        .putMetadata("app_subscription_id", "s1")
                        .build());
    }

    private void use(String value, long timestamp) throws IOException, InterruptedException {
        fixture.post(
                "/v1/billing/meter_events",
                "event_name",
                "tokens",
                "identifier",
                "e" + events++,
                "timestamp",
                timestamp,
                "payload[stripe_customer_id]",
                customer,
                "payload[value]",
                value);
    }

    private JsonNode cycle() {
        try {
            for (JsonNode invoice :
                    fixture.get("/v1/invoices?limit=100&customer=" + customer).path("data")) {
                if (invoice.path("billing_reason").stringValue().equals("subscription_cycle")) {
                    return invoice;
                }
            }
            return fixture.get("/v1/balance");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitCycle(String status, long total) throws InterruptedException {
        Awaiting.await(() -> cycle().path("status").asString("").equals(status)
                && cycle().path("total").longValue() == total);
    }

    @Test
    void aPeriodEndsInADraftThatFollowsTheMeterFinalizesAfterTheGraceAndIsPaid()
            throws StripeException, IOException, InterruptedException {
        Subscription subscription = subscribe(price("unit_amount_decimal", "0.25"));
        assertThat(subscription.getItems().getData().getFirst().getCurrentPeriodEnd())
                .isEqualTo(DECEMBER);
        fixture.clock.advance(Duration.ofDays(20));
        use("1000", START + 86_400);
        use("3000", DECEMBER - 10 * 86_400 - 1);

        fixture.clock.advance(Duration.ofDays(10));
        awaitCycle("draft", 1_000);
        use("5000", DECEMBER - 1);
        use("7000", DECEMBER);
        awaitCycle("draft", 2_250);
        fixture.clock.advance(Duration.ofHours(1));
        awaitCycle("paid", 2_250);
        use("9999", DECEMBER - 3_601);

        JsonNode invoice = cycle();
        assertThat(invoice.path("amount_paid").longValue()).isEqualTo(2_250);
        assertThat(invoice.path("period_start").longValue()).isEqualTo(START);
        assertThat(invoice.path("period_end").longValue()).isEqualTo(DECEMBER);
        JsonNode details = invoice.path("parent").path("subscription_details");
        assertThat(details.path("subscription").stringValue()).isEqualTo(subscription.getId());
        assertThat(details.path("metadata").path("app_subscription_id").stringValue())
                .isEqualTo("s1");
        JsonNode line = invoice.path("lines").path("data").get(0);
        assertThat(line.path("quantity").longValue()).isEqualTo(9_000);
        assertThat(line.path("pricing").path("unit_amount_decimal").stringValue())
                .isEqualTo("0.25");
        assertThat(fixture.told())
                .as("what is older than 30 days is gone")
                .containsSubsequence("invoice.created", "invoice.updated", "invoice.finalized", "invoice.paid")
                .doesNotContain("customer.subscription.created");
        Subscription next = fixture.client.v1().subscriptions().retrieve(subscription.getId());
        assertThat(next.getItems().getData().getFirst().getCurrentPeriodStart()).isEqualTo(DECEMBER);
        assertThat(next.getLatestInvoice()).isEqualTo(invoice.path("id").stringValue());
    }

    @ParameterizedTest(name = "{0} of {1}: {2} in {3} lines")
    @CsvSource(textBlock = """
                    0,     graduated, 0,     1
                    1000,  graduated, 0,     1
                    1001,  graduated, 1,     2
                    3000,  graduated, 1200,  3
                    3000,  volume,    1800,  1
                    1000,  volume,    0,     1
                    """)
    void tiersAreGraduatedOrByVolume(String used, String mode, long total, int lines)
            throws StripeException, IOException, InterruptedException {
        String price = price(
                "billing_scheme",
                "tiered",
                "tiers_mode",
                mode,
                "tiers[0][up_to]",
                1_000,
                "tiers[0][unit_amount]",
                0,
                "tiers[1][up_to]",
                2_000,
                "tiers[1][unit_amount_decimal]",
                "0.6",
                "tiers[2][up_to]",
                "inf",
                "tiers[2][unit_amount_decimal]",
                "0.6");
        subscribe(price);
        use(used, START + 60);

        fixture.clock.advance(Duration.ofDays(30));

        awaitCycle("draft", total);
        assertThat(cycle().path("lines").path("data").size()).isEqualTo(lines);
        assertThat(fixture.get("/v1/prices/" + price).has("tiers")).isFalse();
        assertThat(fixture.get("/v1/prices/" + price + "?expand[]=tiers")
                        .path("tiers")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void whatCameTooLateIsAnItemThatTheNextInvoiceTakesAlong()
            throws StripeException, IOException, InterruptedException {
        subscribe(price("unit_amount", "2"));
        fixture.post("/v1/invoiceitems", "customer", customer, "currency", "usd", "amount", 77);
        use("100", START + 60);

        fixture.clock.advance(Duration.ofDays(30));

        awaitCycle("draft", 277);
        assertThat(cycle().path("lines").path("data").size()).isEqualTo(2);
    }

    @Test
    void aJumpOverSeveralPeriodsInvoicesEachOfThem() throws StripeException, IOException, InterruptedException {
        Subscription subscription = subscribe(price("unit_amount", "2"));

        fixture.clock.advance(Duration.ofDays(30 + 31 + 31));

        Awaiting.await(() -> ofSubscription(subscription.getId()).size() == 4);
        assertThat(ofSubscription(subscription.getId()))
                .extracting(invoice -> invoice.path("period_start").longValue())
                .contains(START, DECEMBER, Instant.parse("2027-01-01T00:00:00Z").getEpochSecond());
    }

    private List<JsonNode> ofSubscription(String id) {
        try {
            return fixture.get("/v1/invoices?limit=100&subscription=" + id)
                    .path("data")
                    .valueStream()
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pricesAreFoundByTheirLookupKeyWhichIsUniqueAndMoves()
            throws StripeException, IOException, InterruptedException {
        String first = price("unit_amount", "2", "lookup_key", "tokens");
        assertThat(fixture.refused(
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
                                "3",
                                "lookup_key",
                                "tokens")
                        .path("message")
                        .stringValue())
                .contains(first);
        String second = price("unit_amount", "3", "lookup_key", "tokens", "transfer_lookup_key", "true");

        assertThat(fixture.client
                        .v1()
                        .prices()
                        .list(PriceListParams.builder().addLookupKey("tokens").build())
                        .getData())
                .extracting(Price::getId)
                .containsExactly(second);
        assertThat(fixture.get("/v1/products").path("data").size()).isEqualTo(2);
    }

    @Test
    void aCancelledSubscriptionIsInvoicedNowOrNever() throws StripeException, IOException, InterruptedException {
        Subscription never = subscribe(price("unit_amount", "2"));
        use("100", START + 60);
        assertThat(fixture.client.v1().subscriptions().cancel(never.getId()).getStatus())
                .isEqualTo("canceled");
        fixture.clock.advance(Duration.ofHours(3));

        Subscription now = subscribe(price("unit_amount", "2"));
        use("100", START + 3 * 3_600 + 60);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.send("DELETE", "/v1/subscriptions/" + now.getId() + "?invoice_now=true", Map.of());

        awaitCycle("draft", 200);
        assertThat(ofSubscription(never.getId())).hasSize(1);
        assertThat(fixture.get("/v1/subscriptions?customer=" + customer)
                        .path("data")
                        .size())
                .isZero();
        assertThat(fixture.get("/v1/subscriptions?status=all").path("data").size())
                .isEqualTo(2);
    }

    @Test
    void aDeletedCustomerTakesItsSubscriptionsAlongAndOneCustomerHasOneCurrency()
            throws StripeException, IOException, InterruptedException {
        Subscription subscription = subscribe(price("unit_amount", "2"));
        String euros = fixture.post(
                        "/v1/prices",
                        "currency",
                        "eur",
                        "product_data[name]",
                        "Tokens",
                        "recurring[interval]",
                        "month",
                        "recurring[usage_type]",
                        "metered",
                        "recurring[meter]",
                        meter,
                        "unit_amount",
                        "3")
                .path("id")
                .stringValue();
        assertThat(fixture.refused("/v1/subscriptions", "customer", customer, "items[0][price]", euros)
                        .path("message")
                        .stringValue())
                .contains("currencies");

        fixture.client.v1().customers().delete(customer);

        assertThat(fixture.client
                        .v1()
                        .subscriptions()
                        .retrieve(subscription.getId())
                        .getStatus())
                .isEqualTo("canceled");
        assertThat(fixture.told()).containsSubsequence("customer.subscription.deleted", "customer.deleted");
    }
}
