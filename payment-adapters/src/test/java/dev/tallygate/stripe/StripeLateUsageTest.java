package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.InvoiceItem;
import com.stripe.param.InvoiceItemCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.HourComparison.Compared;
import dev.tallygate.payment.HourComparison.Result;
import dev.tallygate.payment.UsageRating;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 12 and 47 where Stripe rates: what reaches it too late for the month's invoice is an item on the next one, once. */
class StripeLateUsageTest {
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

    @Test
    void whatMissedTheMonthsInvoiceIsAnItemOnTheNextOne() throws StripeException {
        novemberIsFinalWithout500_000();

        world.deliver();

        assertThat(world.parked()).isEmpty();
        assertThat(items()).containsExactly("7.50 pending Usage in 2026-11 that came after the invoice for it");
        assertThat(world.billing.invoices("acme")).containsExactly("P1 2026-11 PAID 27.50: tokens 27.50");
        assertThat(world.money("P1 2026-11")).containsExactly("CARRIED 7.50", "PAYMENT 20.00");

        december();

        assertThat(world.parked()).isEmpty();
        assertThat(world.cycleInvoice("2027-01-01T00:00:00Z").getTotal()).isEqualTo(9_50);
        assertThat(world.billing.invoices("acme"))
                .containsExactly("P1 2026-11 PAID 27.50: tokens 27.50", "P1 2026-12 PAID 2.00: tokens 2.00");
        assertThat(world.money("P1 2026-12")).containsExactly("CARRIED -7.50", "PAYMENT 9.50");
        String november = invoiceId("2026-11");
        assertThat(world.differences("2026-11"))
                .containsExactly(
                        "CARRIED EXPLAINED 7.50: usage that reached the provider after its invoice: collected with "
                                + invoiceId("2026-12"));
        assertThat(world.differences("2026-12"))
                .containsExactly("CARRIED EXPLAINED -7.50: a part of " + november + " that came with this one");
    }

    /** A process that dies after Stripe was told, or asked, and before that is noted. */
    @ParameterizedTest
    @EnumSource(names = {"COMPARE_INVOICE", "ADD_ITEM"})
    void aProcessThatDiesMakesNoSecondItem(CallKind after) throws StripeException {
        novemberIsFinalWithout500_000();
        world.provider.crashAfter(after);

        assertThat(world.dies()).isTrue();
        world.stripe.clock.advance(Duration.ofMinutes(3));
        world.deliver();
        world.stripe.clock.advance(Duration.ofDays(2));
        world.deliver();

        assertThat(items()).hasSize(1);
        assertThat(world.parked()).isEmpty();
    }

    /** Its key is forgotten by then, so that only looking tells. */
    @Test
    void aLostAnswerOfAnItemIsLookedUpADayLater() throws StripeException {
        novemberIsFinalWithout500_000();
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/invoiceitems"));
        world.deliver();

        world.stripe.clock.advance(Duration.ofHours(30));
        world.deliver();

        assertThat(items()).hasSize(1);
        assertThat(world.parked()).isEmpty();
    }

    /** Stripe would refuse it, so that it is not told at all. */
    @Test
    void usageThatIsTooOldForStripeIsNotToldAndComesAsAnItem() throws StripeException {
        begin();
        world.use("acme", 100_000, "2026-11-02T08:10:00Z");
        finalized("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.at("2026-12-20T00:00:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");

        world.deliver();

        assertThat(world.reports()).isEmpty();
        assertThat(items()).containsExactly("2.00 pending Usage in 2026-11 that came after the invoice for it");
        world.stripe.clock.advance(Duration.ofMinutes(15));
        assertThat(world.compare()).extracting(Compared::result).containsExactly(Result.TOO_LATE);
        assertThat(world.compare()).isEmpty();
        assertThat(world.money("P1 2026-11")).containsExactly("CARRIED 2.00");
        assertThat(world.parked()).isEmpty();
    }

    /** Late usage explains a part of the difference only: what else is on the invoice is a person's to judge. */
    @Test
    void aDifferenceThatLateUsageDoesNotExplainIsParked() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.deliver();
        world.client()
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(customer())
                        .setAmount(1_00L)
                        .setCurrency("usd")
                        .build());
        world.use("acme", 500_000, "2026-11-30T22:10:00Z");
        finalized("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");

        world.deliver();

        assertThat(world.parked()).containsExactly("RATED_TOTAL_DIFFERS");
        assertThat(items()).containsExactly("1.00 invoiced null");
    }

    /** What is missing has to be what we ask for the quantity that is missing, to the token. */
    @ParameterizedTest
    @ValueSource(longs = {-100_000, 500_000})
    void aQuantityThatDoesNotMakeTheDifferenceIsParked(long more) throws Exception {
        world.close();
        DATABASE.clear();
        world = new RatedWorld(DATABASE, folder.resolve("otherwise"), rating -> new Otherwise(rating, more));
        world.subscribeAcme();
        novemberIsFinalWithout500_000();

        world.deliver();

        assertThat(world.parked()).containsExactly("RATED_TOTAL_DIFFERS");
        assertThat(items()).isEmpty();
    }

    /** Says that Stripe rated another quantity to the same amount. */
    private record Otherwise(UsageRating rating, long more) implements UsageRating {
        @Override
        public Duration usageAgeMax() {
            return rating.usageAgeMax();
        }

        @Override
        public Duration countingLag() {
            return rating.countingLag();
        }

        @Override
        public Fetched<Map<Instant, BigDecimal>> fetchHours(
                String meterId, String providerCustomerId, BillingPeriod period) {
            return rating.fetchHours(meterId, providerCustomerId, period);
        }

        @Override
        public Fetched<RatedParts> fetchParts(String providerInvoiceId) {
            return rating.fetchParts(providerInvoiceId) instanceof Fetched.Found<RatedParts> found
                    ? new Fetched.Found<>(new RatedParts(
                            found.value().quantity().add(BigDecimal.valueOf(more)),
                            found.value().usage(),
                            found.value().items()))
                    : new Fetched.Unknown<>("asked again");
        }

        @Override
        public Fetched<List<UsageError>> fetchErrors(String eventId) {
            return rating.fetchErrors(eventId);
        }
    }

    @Test
    void withoutANextInvoiceAPersonIsAsked() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.billing.end("acme");
        world.deliver();
        world.use("acme", 500_000, "2026-11-30T22:10:00Z");
        finalized("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");

        world.deliver();

        assertThat(world.parked()).containsExactly("RATED_TOTAL_DIFFERS");
        assertThat(items()).isEmpty();
    }

    /** Somebody else reports to our meter, each time after us: after the third difference it is a person's. */
    @Test
    void aSumThatDiffersThreeTimesIsParked() throws StripeException {
        begin();
        world.use("acme", 1_000_000, "2026-11-30T22:10:00Z");
        world.at("2026-12-01T00:05:00Z");
        List<Result> results = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            world.deliver();
            world.sendAs("somebody-elses-" + round, customer(), 5, "2026-11-30T22:59:59Z");
            world.stripe.clock.advance(Duration.ofMinutes(15));
            RatedWorld.until(() -> reading() == 5 ? true : null);
            world.compare().forEach(compared -> results.add(compared.result()));
        }

        assertThat(results).containsExactly(Result.DIFFERENT, Result.DIFFERENT, Result.PARKED);
        assertThat(world.parked()).containsExactly("USAGE_DIFFERS");
        assertThat(world.compare()).isEmpty();
        assertThat(world.reports())
                .containsExactly(
                        "2026-11-30T22 r1 1000000 ACCEPTED",
                        "2026-11-30T22 r2 1000000 ACCEPTED",
                        "2026-11-30T22 r3 1000000 ACCEPTED");
    }

    private String invoiceId(String month) {
        return world.billing.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 100).stream()
                .filter(invoice -> invoice.period().label().equals(month))
                .map(invoice -> invoice.id().toString())
                .findFirst()
                .orElseThrow();
    }

    /** 1,000,000 tokens are on it; 500,000 were recorded in time and are told when it is final. */
    private void novemberIsFinalWithout500_000() {
        begin();
        world.use("acme", 1_000_000, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.deliver();
        world.use("acme", 500_000, "2026-11-30T22:10:00Z");
        finalized("2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
        world.billing.bill("2026-12-01T00:00:00Z");
    }

    private void december() {
        world.use("acme", 100_000, "2026-12-05T08:10:00Z");
        world.at("2026-12-05T10:00:00Z");
        world.deliver();
        finalized("2027-01-01T00:00:00Z", "2027-01-01T02:30:00Z");
        world.billing.bill("2027-01-01T00:00:00Z");
        world.deliver();
        world.reconcile();
    }

    private void begin() {
        world.deliver();
    }

    /** As at Stripe: a minute after the month it makes its draft. */
    private void finalized(String periodEnd, String later) {
        world.at(Instant.parse(periodEnd).plusSeconds(60).toString());
        world.payCycle(periodEnd, later);
    }

    /** Each item at Stripe: what it asks for, whether an invoice has it, and what it says. */
    private List<String> items() throws StripeException {
        return world.client().v1().invoiceItems().list().getData().stream()
                .map(item -> "%d.%02d %s %s"
                        .formatted(
                                item.getAmount() / 100,
                                item.getAmount() % 100,
                                isPending(item) ? "pending" : "invoiced",
                                item.getDescription()))
                .toList();
    }

    private static boolean isPending(InvoiceItem item) {
        return item.getInvoice() == null;
    }

    private String customer() throws StripeException {
        return world.stripe.customers().getFirst().getId();
    }

    private long reading() throws StripeException {
        String meter = world.client()
                .v1()
                .billing()
                .meters()
                .list()
                .getData()
                .getFirst()
                .getId();
        var november = BillingPeriod.monthContaining(Instant.parse("2026-11-30T22:00:00Z"));
        var answer = world.stripe.provider.rating().orElseThrow().fetchHours(meter, customer(), november);
        return answer instanceof Fetched.Found<Map<Instant, BigDecimal>> found
                ? found.value().values().stream()
                        .mapToLong(BigDecimal::longValueExact)
                        .sum()
                : -1;
    }
}
