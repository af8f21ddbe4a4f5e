package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.billing.Meter;
import com.stripe.param.InvoiceItemCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.HourComparison.Compared;
import dev.tallygate.payment.HourComparison.Result;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Usage that Stripe rates: from the recorded events to the invoice that is equal to ours, and what gets in between. */
class StripeRatedTest {
    private static final BillingPeriod NOVEMBER = BillingPeriod.month(YearMonth.of(2026, 11));

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private RatedWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        world = new RatedWorld(DATABASE, folder);
        world.subscribeAcme();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The guide's check: the quantity that was reported for a period is read back, and is equal. */
    @Test
    void theQuantityReportedIsReadBackEqual() throws StripeException {
        begin();
        world.use("acme", 900_000, "2026-11-02T08:10:00Z");
        world.use("acme", 600_000, "2026-11-02T08:59:59.999999Z");
        world.use("acme", 7, "2026-11-02T09:00:00Z");
        world.at("2026-11-02T10:10:00Z");

        world.deliver();

        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 1500000 ACCEPTED", "2026-11-02T09 r1 7 ACCEPTED");
        assertThat(counted("acme", 2))
                .containsEntry(Instant.parse("2026-11-02T08:00:00Z"), new BigDecimal("1500000"))
                .containsEntry(Instant.parse("2026-11-02T09:00:00Z"), new BigDecimal("7"));
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void stripesInvoiceIsEqualToOursAndSettlesIt() throws StripeException {
        begin();
        world.use("acme", 1_500_000, "2026-11-02T08:10:00Z");
        world.use("acme", 500_000, "2026-11-30T23:30:00Z");
        world.at("2026-12-01T00:20:00Z");
        world.deliver();
        world.cycleInvoice("2026-12-01T00:00:00Z");
        world.at("2026-12-01T00:50:00Z");

        List<Compared> compared = world.compare();
        world.billing.bill("2026-12-01T00:00:00Z");
        world.deliver();
        assertThat(world.billing.invoices("acme")).containsExactly("P1 2026-11 DRAFT 35.00: tokens 35.00");
        world.payCycle("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.deliver();

        assertThat(compared).extracting(Compared::result).containsExactly(Result.EQUAL);
        assertThat(compared.getFirst().here()).isEqualTo(2_000_000);
        assertThat(world.billing.invoices("acme")).containsExactly("P1 2026-11 PAID 35.00: tokens 35.00");
        assertThat(world.stripe.invoices())
                .extracting(Invoice::getBillingReason)
                .containsExactlyInAnyOrder("subscription_create", "subscription_cycle");
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void lateUsageBeforeTheCloseIsTheHoursTotalOnceMore() throws StripeException {
        begin();
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T09:10:00Z");
        world.deliver();
        world.use("acme", 23, "2026-11-02T08:20:00Z");

        world.deliver();
        world.deliver();

        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 100 ACCEPTED", "2026-11-02T08 r2 123 ACCEPTED");
        assertThat(RatedWorld.until(() -> counted("acme", 1).containsValue(new BigDecimal("123")) ? true : null))
                .isTrue();
    }

    @Test
    void anHourIsReportedWhenItIsOverAndNotBefore() {
        begin();
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T09:04:59Z");

        world.deliver();
        assertThat(world.reports()).isEmpty();

        world.at("2026-11-02T09:05:00Z");
        world.deliver();
        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 100 ACCEPTED");
    }

    /** The next invoice is Stripe's to make, so that what comes too late is an invoice of ours. */
    @Test
    void usageAfterTheCloseIsAnInvoiceItemOfOurs() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-12-01T00:20:00Z");
        world.deliver();
        world.billing.bill("2026-12-01T00:00:00Z");
        world.use("acme", 1_000_000, "2026-11-30T20:00:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");
        world.deliver();
        world.payCycle("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.deliver();
        paid(3);

        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 1000000 ACCEPTED");
        assertThat(world.billing.invoices("acme"))
                .containsExactly("A1 2026-11 PAID 15.00: tokens 15.00", "P1 2026-11 PAID 20.00: tokens 20.00");
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void meterAndPriceAreMadeOnceForAllCustomersAndASubscriptionForEach() throws StripeException {
        world.billing.subscribe("globex", "metered", "2026-11-02T08:00:00Z");
        world.at("2026-11-02T10:10:00Z");

        world.deliver();

        assertThat(meters()).hasSize(1);
        assertThat(world.client().v1().prices().list().getData()).hasSize(1);
        List<Subscription> there = world.client().v1().subscriptions().list().getData();
        assertThat(there).hasSize(2);
        assertThat(there.getFirst().getBillingCycleAnchor())
                .isEqualTo(NOVEMBER.end().getEpochSecond());
    }

    /** Scenario 1 for the set-up: done, and nobody heard of it. */
    @Test
    void lostAnswersOfTheSetUpMakeNothingTwice() throws StripeException {
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/billing/meters"));
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/prices"));
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/subscriptions"));
        world.at("2026-11-02T10:10:00Z");
        for (int round = 0; round < 8; round++) {
            world.deliver();
            world.stripe.clock.advance(Duration.ofHours(30));
        }

        assertThat(meters()).hasSize(1);
        assertThat(world.client().v1().prices().list().getData()).hasSize(1);
        assertThat(world.client().v1().subscriptions().list().getData()).hasSize(1);
        assertThat(world.parked()).isEmpty();
    }

    /** Scenario 10: Stripe has the report under its identifier, by whatever way. */
    @Test
    void anIdentifierThatStripeKnowsIsAReportThatItHas() throws StripeException {
        begin();
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T09:10:00Z");
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_CALL, "POST", "/v1/billing/meter_events"));
        world.deliver();
        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 100 UNKNOWN");
        world.sendAs(world.identifiers().getFirst(), customer().getId(), 100, "2026-11-02T08:59:59Z");

        world.stripe.clock.advance(Duration.ofMinutes(10));
        world.deliver();

        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 100 ACCEPTED");
        assertThat(world.parked()).isEmpty();
    }

    /** Scenario 11: 200, and an error report later. */
    @Test
    void whatWasTakenAndNotCountedIsParkedAndReportedAgainByAPerson() throws Exception {
        begin();
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T09:10:00Z");
        world.stripe.stripe.order(Fault.once(Fault.Type.METER_REJECTION, "POST", "/v1/billing/meter_events"));
        world.deliver();
        assertThat(world.reports()).containsExactly("2026-11-02T08 r1 100 ACCEPTED");

        world.tellThinEvents();
        world.tellThinEvents();
        world.settle();

        assertThat(world.parked()).containsExactly("USAGE_REJECTED");
        assertThat(world.reports())
                .containsExactly("2026-11-02T08 r1 100 ACCEPTED", "2026-11-02T08 r2 100 NEEDS_ATTENTION");

        world.retryParked();
        world.drain();

        assertThat(counted("acme", 1)).containsValue(new BigDecimal("100"));
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void anHourThatDiffersThereIsReportedAgainBeforeTheGraceEnds() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-30T22:10:00Z");
        world.at("2026-12-01T00:10:00Z");
        world.deliver();
        counted("acme", 1);
        world.sendAs("somebody-elses", customer().getId(), 5, "2026-11-30T22:59:59Z");
        RatedWorld.until(() -> counted("acme", 1).containsValue(new BigDecimal("5")) ? true : null);
        world.at("2026-12-01T00:25:00Z");

        assertThat(world.compare()).extracting(Compared::result).containsExactly(Result.DIFFERENT);
        world.deliver();
        RatedWorld.until(() -> counted("acme", 1).containsValue(new BigDecimal("1000000")) ? true : null);
        world.at("2026-12-01T00:40:00Z");

        assertThat(world.compare()).extracting(Compared::result).containsExactly(Result.EQUAL);
        assertThat(world.compare()).isEmpty();
        assertThat(world.cycleInvoice("2026-12-01T00:00:00Z").getStatus()).isEqualTo("draft");
    }

    @Test
    void anInvoiceOfStripesWithAnotherTotalIsParkedWithBothFigures() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.deliver();
        counted("acme", 1);
        world.client()
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(customer().getId())
                        .setAmount(1_00L)
                        .setCurrency("usd")
                        .build());
        world.at("2026-12-01T00:20:00Z");
        world.deliver();
        world.billing.bill("2026-12-01T00:00:00Z");
        world.payCycle("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");

        world.deliver();

        assertThat(world.parked()).containsExactly("RATED_TOTAL_DIFFERS");
        assertThat(world.billing.invoices("acme")).containsExactly("P1 2026-11 DRAFT 20.00: tokens 20.00");
    }

    @Test
    void theSubscriptionEndsWithOurs() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.deliver();
        world.billing.end("acme");

        world.deliver();

        assertThat(world.client().v1().subscriptions().list().getData())
                .extracting(Subscription::getCancelAtPeriodEnd)
                .containsExactly(true);
    }

    /** A customer whose provider rates nothing, or a period of which nothing was told, is invoiced by us. */
    @Test
    void aPeriodOfWhichNothingWasToldIsInvoicedByUs() throws StripeException {
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-12-01T00:20:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");

        world.deliver();
        paid(2);

        assertThat(world.billing.invoices("acme")).containsExactly("P1 2026-11 PAID 20.00: tokens 20.00");
        assertThat(world.reports()).isEmpty();
    }

    /** Meter, price and subscription are there, from the first hour on. */
    private void begin() {
        world.deliver();
    }

    /** What Stripe has counted of November, by hour, once it has so many hours. */
    private Map<Instant, BigDecimal> counted(String customerId, int hoursMin) throws StripeException {
        String meter = meters().getFirst().getId();
        String customer = customer().getId();
        return RatedWorld.until(() -> {
            Fetched<Map<Instant, BigDecimal>> answer =
                    world.stripe.provider.rating().orElseThrow().fetchHours(meter, customer, NOVEMBER);
            assertThat(answer).as(customerId).isInstanceOf(Fetched.Found.class);
            Map<Instant, BigDecimal> hours = ((Fetched.Found<Map<Instant, BigDecimal>>) answer).value();
            return hours.size() >= hoursMin ? hours : null;
        });
    }

    /** Whatever is to be collected was, and we have heard of it. */
    private void paid(int invoices) {
        RatedWorld.until(() -> world.stripe.invoices().stream()
                                .filter(invoice -> invoice.getStatus().equals("paid"))
                                .count()
                        == invoices
                ? true
                : null);
        world.reconcile();
    }

    private List<Meter> meters() throws StripeException {
        return world.client().v1().billing().meters().list().getData();
    }

    private Customer customer() throws StripeException {
        return world.stripe.customers().stream()
                .filter(one -> "acme".equals(one.getMetadata().get("app_user_id")))
                .findFirst()
                .orElseThrow();
    }
}
