package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A RERATE row carries a difference in cost alone, one for each window (ledger.md section 7). */
class RerateTest {

    private static final BillingPeriod MARCH = BillingPeriod.month(YearMonth.of(2026, 3));
    private static final String DEARER = RecorderScene.PLAN
            .replace("price: 1.00}", "price: 3.00}")
            .replace("amount: 10.00", "amount: 20.00")
            .replace("\"known\": 0.02", "\"*\": 0.02");

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @Test
    @DisplayName("invariant 3: the row has the difference, quantities and requests 0, and U is that of the new version")
    void aRowHasTheDifferenceInCostAlone() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        Instant newest = SCENE.clock().instant();
        SCENE.clock().advance(Duration.ofHours(1));

        List<PeriodChange> moved = rerate(MARCH);

        RecordedEvent row = rows().getLast();
        assertThat(row.kind()).isEqualTo(RecordedEvent.Kind.RERATE);
        assertThat(row.quantities()).isEqualTo(Quantities.ZERO);
        assertThat(row.cost()).isEqualByComparingTo("10");
        assertThat(row.event().eventId()).contains(" ");
        assertThat(row.placement().planVersionId()).isEqualTo(latest().planVersionId());
        assertThat(row.placement().late()).isFalse();
        assertThat(moved).singleElement().satisfies(change -> {
            assertThat(change.costBefore()).isEqualByComparingTo("5");
            assertThat(change.costAfter()).isEqualByComparingTo("15");
        });
        assertThat(figures().planVersionId()).isEqualTo(latest().planVersionId());
        assertThat(figures().usageTimeMax())
                .as("RERATE does not move usage_time_max")
                .isEqualTo(newest);
        assertThat(SCENE.record(SCENE.event("e2").tokensIn(1_000).build())
                        .countedIfAny()
                        .orElseThrow()
                        .cost())
                .as("what comes after it costs by the new version")
                .isEqualByComparingTo("3");
        assertSound();
    }

    @Test
    void doneAgainItFindsNothingToDo() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        rerate(MARCH);

        assertThat(SCENE.core().get(Rerater.class).rerate(acme(), latest(), MARCH))
                .isEmpty();
        assertThat(rows()).hasSize(2);
    }

    @Test
    @DisplayName("also where the difference is 0 or the window has no usage")
    void aWindowWithoutUsageHasItsRowToo() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        SCENE.close("acme", "2026-03-01T00:00:00Z");
        SCENE.clock().set("2026-05-02T00:00:00Z");
        BillingPeriod april = BillingPeriod.month(YearMonth.of(2026, 4));

        List<PeriodChange> moved = rerate(april);

        assertThat(moved)
                .singleElement()
                .satisfies(change -> assertThat(change.key().periodStart()).isEqualTo(april.start()));
        assertThat(rows().getLast().cost()).isEqualByComparingTo("0");
        assertThat(rows().getLast().placement().windowStart()).isEqualTo(april.start());
        assertThat(SCENE.record(SCENE.event("april")
                                .usageTime(april.start())
                                .tokensIn(2_000)
                                .build())
                        .countedIfAny()
                        .orElseThrow()
                        .cost())
                .isEqualByComparingTo("3");
        assertSound();
    }

    @Test
    @DisplayName(
            "section 6: what it does to the excess is CORRECTED, and it sets the latest cause also where it adds 0")
    void overCapFollows() {
        SCENE.record(SCENE.event("e1").tokensIn(12_000).build());
        assertThat(figures().overCap().of(Cause.UNRESERVED)).isEqualByComparingTo("1");

        rerate(MARCH);

        assertThat(figures().usageCost()).isEqualByComparingTo("33");
        assertThat(figures().overCap().of(Cause.UNRESERVED)).isEqualByComparingTo("1");
        assertThat(figures().overCap().of(Cause.CORRECTED)).isEqualByComparingTo("12");
        assertSound();

        SCENE.core().publish(DEARER.replace("name: Standard", "name: Other"));
        SCENE.core().get(Rerater.class).rerate(acme(), latest(), MARCH);
        assertThat(figures().overCap().latestCause()).contains(Cause.CORRECTED);
    }

    @Test
    void anOpenPeriodsThresholdsAreEvaluatedAtOnce() {
        SCENE.record(SCENE.event("e1").tokensIn(7_000).build());
        assertThat(SCENE.notifications()).isEmpty();

        rerate(MARCH);

        assertThat(SCENE.notifications()).singleElement().asString().startsWith("cap 80 18");
    }

    @Test
    @DisplayName("unpriced is a function of totals: re-rating clears it, and one that loses a price parks again")
    void unpricedFollows() {
        SCENE.record(
                SCENE.event("e1").modelId("unheard-of").computeMillis(60_000).build());
        assertThat(figures().unpriced()).isEqualTo(1);

        rerate(MARCH);

        assertThat(figures().unpriced()).isZero();
        assertThat(figures().usageCost()).isEqualByComparingTo("0.02");
        assertSound();

        SCENE.core().publish(RecorderScene.PLAN.replace("Standard", "Again"));
        SCENE.core().get(Rerater.class).rerate(acme(), latest(), MARCH);
        assertThat(figures().unpriced()).isEqualTo(1);
        assertThat(figures().unpricedSeq()).isEqualTo(rows().getLast().seq());
        assertThat(rows().getLast().unpriced()).isTrue();
        assertSound();
    }

    @Test
    @DisplayName("an event of a re-rated period is voided at what it costs under the new version")
    void aVoidAfterItCostsByTheNewVersion() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        rerate(MARCH);

        EventResult voided = SCENE.record(
                UsageEvent.builder("v1", "acme").correctsEventId("e1").build());

        assertThat(voided.countedIfAny().orElseThrow().cost()).isEqualByComparingTo("-15");
        assertThat(rows().getLast().placement().planVersionId()).isEqualTo(latest().planVersionId());
        assertSound();
    }

    @Test
    @DisplayName(
            "one month is moved alone: before and after it the version stays; without a month what is open and follows moves")
    void whatIsNotMeantStays() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        long first = latest().planVersionId();
        rerate(MARCH);
        long second = latest().planVersionId();

        assertThat(stretches()).extracting(Stretch::planVersionId).containsExactly(first, second, first);
        assertThat(stretches())
                .extracting(Stretch::start)
                .containsExactly(Instant.parse("2026-01-01T00:00:00Z"), MARCH.start(), MARCH.end());
        assertThat(stretches().getLast().ends()).isEmpty();

        List<PeriodChange> rest = SCENE.core().get(Rerater.class).rerate(acme(), latest(), null);
        assertThat(rest)
                .as("January and February, which were open")
                .extracting(change -> change.period().label())
                .containsExactly("2026-01", "2026-02");
        assertThat(stretches()).extracting(Stretch::planVersionId).containsOnly(second);
        assertThat(rows()).hasSize(4);
    }

    @Test
    void aRehearsalWritesNothing() {
        SCENE.record(SCENE.event("e1").tokensIn(6_000).build());
        SCENE.core().publish(DEARER);
        long nextSeq = SCENE.gateOf("acme").nextSeq();

        List<PeriodChange> moved = SCENE.core().get(Rerater.class).rehearse(acme(), latest(), MARCH);

        assertThat(moved)
                .singleElement()
                .satisfies(change -> assertThat(change.costAfter()).isEqualByComparingTo("15"));
        assertThat(SCENE.gateOf("acme").nextSeq()).isEqualTo(nextSeq);
        assertThat(rows()).hasSize(1);
        assertThat(stretches()).hasSize(1);
    }

    @Test
    void aPlanInAnotherCurrencyIsRefused() {
        SCENE.core().publish("plan: euros\ncurrency: EUR\ncharges: [{id: t, meter: tokens_in, price: 1}]\n");
        PlanVersion euros = SCENE.core().get(PlanCatalog.class).latest("euros").orElseThrow();

        assertThatThrownBy(() -> SCENE.core().get(Rerater.class).rerate(acme(), euros, MARCH))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("EUR");
    }

    private static List<PeriodChange> rerate(BillingPeriod period) {
        SCENE.core().publish(DEARER);
        return SCENE.core().get(Rerater.class).rerate(acme(), latest(), period);
    }

    private static PlanVersion latest() {
        return SCENE.core().get(PlanCatalog.class).latest("standard").orElseThrow();
    }

    private static Customer acme() {
        return SCENE.core().get(CustomerRegistry.class).require("acme");
    }

    private static List<RecordedEvent> rows() {
        return SCENE.core().get(UsageReader.class).events(SCENE.keyOf("acme"), 0, 100);
    }

    private static List<Stretch> stretches() {
        return SCENE.core().get(SubscriptionBook.class).list("acme").getFirst().stretches();
    }

    private static PeriodFigures figures() {
        return SCENE.gateOf("acme").runningPeriod().orElseThrow().figures();
    }

    private static void assertSound() {
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }
}
