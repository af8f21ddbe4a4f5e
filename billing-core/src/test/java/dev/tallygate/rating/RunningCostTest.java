package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.RandomMonth.Use;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunningCostTest {

    private static final int MONTHS = RandomMonth.COUNT_MAX;

    /** In so many of them RunningCost is held against Rater after each event, in the others at the end. */
    private static final int STEP_BY_STEP = MONTHS / 5;

    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-11T00:00:00Z"));

    @Test
    @DisplayName("invariant 3: costs of events add up to U as rated, unit by unit, in any order of arrival")
    void agreesWithTheRaterAndWithPaper() {
        Histogram seen = new Histogram();
        for (long seed = 0; seed < MONTHS; seed++) {
            RandomMonth month = new RandomMonth(seed);
            List<Use> arrivals = month.shuffled();
            int stored = arrivals.size() / 3;
            RunningCost running = new RunningCost(month.usageOf(arrivals.subList(0, stored)));
            BigDecimal sum = running.usageCost();
            for (int i = stored; i < arrivals.size(); i++) {
                Use use = arrivals.get(i);
                BigDecimal cost = running.add(use.windowStart(), use.modelId(), use.quantities());
                sum = sum.add(cost);
                seen.count(cost.signum() < 0, "an event of negative cost");
                if (seed < STEP_BY_STEP) {
                    agrees(running, Rater.rate(month.usageOf(arrivals.subList(0, i + 1))), seed);
                }
            }

            RatedPeriod rated = Rater.rate(month.usageOf(month.uses));
            Map<RatingKey, BigDecimal> onPaper = UnitByUnit.amounts(month.usageOf(month.uses));
            assertThat(sum).as("seed %d", seed).isEqualTo(rated.usageCost());
            agrees(running, rated, seed);
            assertThat(amountsOf(rated)).as("seed %d", seed).isEqualTo(onPaper);
            seen.count(month, rated);
        }
        seen.requireEachAtLeast(MONTHS / 200);
    }

    private static void agrees(RunningCost running, RatedPeriod rated, long seed) {
        assertThat(running.usageCost()).as("seed %d", seed).isEqualTo(rated.usageCost());
        assertThat(running.unpricedCount())
                .as("seed %d", seed)
                .isEqualTo(rated.unpriced().size());
    }

    @Test
    void takingAllAwayAgainCostsNothing() {
        for (long seed = 0; seed < 300; seed++) {
            RandomMonth month = new RandomMonth(seed);
            RunningCost running = new RunningCost(month.usageOf(List.of()));
            for (Use use : month.uses) {
                running.add(use.windowStart(), use.modelId(), use.quantities());
            }
            List<Use> voids = new ArrayList<>(month.uses);
            Collections.reverse(voids);
            for (Use use : voids) {
                running.add(use.windowStart(), use.modelId(), use.quantities().negated());
            }

            assertThat(running.usageCost()).as("seed %d", seed).isEqualByComparingTo("0");
            assertThat(running.unpricedCount()).as("seed %d", seed).isZero();
        }
    }

    @Test
    @DisplayName("W1: 1 M events of 1,237 ms at 0.02 per 60,000 ms cost 412.333333333333 together")
    void manySmallEventsDoNotDrift() {
        RunningCost running = running("""
                plan: gpu
                currency: USD
                charges: [{id: gpu, meter: compute_millis, per: 60_000, price: 0.02}]
                """);
        Quantities event = Quantities.builder().requests(1).computeMillis(1_237).build();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 1_000_000; i++) {
            sum = sum.add(running.add(MARCH.start(), "", event));
        }

        assertThat(sum).isEqualTo(new BigDecimal("412.333333333333"));
        assertThat(running.usageCost()).isEqualTo(sum);
    }

    @Test
    @DisplayName("W4: usage of a model whose price is 0 does not raise U")
    void aPriceOfZeroCostsNothing() {
        RunningCost running = running("""
                plan: p
                currency: USD
                charges: [{id: c, meter: tokens_in, price: {paid: 1, gratis: 0}}]
                """);
        running.add(MARCH.start(), "paid", tokensIn(11));

        assertThat(running.add(MARCH.start(), "gratis", tokensIn(1_000))).isEqualByComparingTo("0");
        assertThat(running.usageCost()).isEqualByComparingTo("11");
        assertThat(running.unpricedCount()).isZero();
    }

    @Test
    void totalsAndPooledSumsAreBoundedBeforeTheyOverflow() {
        RunningCost running = running("""
                plan: p
                currency: USD
                charges:
                  - {id: pooled, meter: [tokens_in, tokens_out], per: 1_000_000, price: 0.000001}
                """);
        long half = Quantities.TOTAL_MAX / 2;
        running.add(MARCH.start(), "a", tokensIn(half));
        running.add(MARCH.start(), "b", tokensIn(half - 5));

        assertThat(running.fits(MARCH.start(), "b", tokensIn(5))).isTrue();
        assertThat(running.fits(MARCH.start(), "b", tokensIn(6))).isFalse();
        assertThat(running.fits(
                        MARCH.start(),
                        "c",
                        Quantities.builder().tokensIn(3).tokensOut(3).build()))
                .isFalse();
        assertThat(running.add(MARCH.start(), "b", tokensIn(5))).isEqualByComparingTo("0.000000000005");
        assertThat(running.usageCost()).isEqualByComparingTo("4000000");
    }

    @Test
    void anUnchargedMeterIsBoundedToo() {
        RunningCost running = running("""
                plan: p
                currency: USD
                charges: [{id: c, meter: tokens_out, price: 1}]
                """);
        running.add(MARCH.start(), "a", tokensIn(Quantities.TOTAL_MAX));

        assertThat(running.fits(MARCH.start(), "a", tokensIn(1))).isFalse();
        assertThat(running.fits(MARCH.start(), "b", tokensIn(1))).isTrue();
    }

    @Test
    void whatSharesAnAllowanceIsBoundedTogether() {
        RunningCost running = running("""
                plan: p
                currency: USD
                charges:
                  - {id: in, meter: tokens_in, price: 0}
                  - {id: out, meter: tokens_out, price: 0}
                allowances: [{id: both, charges: [in, out], quantity: 10}]
                """);
        running.add(MARCH.start(), "a", tokensIn(Quantities.TOTAL_MAX - 3));

        assertThat(running.fits(
                        MARCH.start(), "a", Quantities.builder().tokensOut(3).build()))
                .isTrue();
        assertThat(running.fits(
                        MARCH.start(),
                        "a",
                        Quantities.builder().tokensIn(2).tokensOut(2).build()))
                .isFalse();
        assertThat(running.used("both")).isEqualTo(Quantities.TOTAL_MAX - 3);
    }

    @Test
    void theCostIsBoundedToo() {
        StringBuilder plan = new StringBuilder("plan: p\ncurrency: USD\ncharges:\n");
        for (int i = 0; i < 25; i++) {
            plan.append("  - {id: c").append(i).append(", meter: requests, price: 1_000_000}\n");
        }
        RunningCost running = running(plan.toString());
        running.add(
                MARCH.start(),
                "",
                Quantities.builder().requests(Quantities.TOTAL_MAX - 1_000).build());

        assertThat(running.usageCost()).isEqualByComparingTo("99999999999999975000000000");
        assertThat(running.fits(
                        MARCH.start(), "", Quantities.builder().requests(1).build()))
                .isTrue();
        assertThat(running.fits(
                        MARCH.start(), "", Quantities.builder().requests(1_000).build()))
                .isFalse();
    }

    @Test
    void aVolumePriceThatCouldJumpOverTheBoundOfCostsDoesNotFit() {
        StringBuilder plan = new StringBuilder("plan: p\ncurrency: USD\ncharges:\n");
        for (int i = 0; i < 26; i++) {
            plan.append("  - {id: c")
                    .append(i)
                    .append(
                            ", meter: requests, volume: [{up_to: 3_900_000_000_000_000_000, price: 0}, {price: 1_000_000}]}\n");
        }
        plan.append("allowances: [{id: a, charges: [c0, c1], quantity: 1}]\n");
        RunningCost running = running(plan.toString());
        Quantities one = Quantities.builder().requests(1).build();

        assertThat(running.fits(MARCH.start(), "", one)).isTrue();
        running.add(
                MARCH.start(),
                "",
                Quantities.builder().requests(3_900_000_000_000_000_000L).build());

        assertThat(running.usageCost()).isEqualByComparingTo("0");
        assertThat(running.fits(MARCH.start(), "", one)).isFalse();
    }

    @Test
    void anEarlierWindowIsBoundedWhereUsageOfALaterOneIsPartOfItsVolume() {
        PlanVersion perUnit = version("plan: p\ncurrency: USD\ncharges: [{id: c, meter: tokens_in, price: 0}]");
        PlanVersion volume =
                version("plan: p\ncurrency: USD\ncharges: [{id: c, meter: tokens_in, volume: [{price: 0}]}]");

        assertThat(afterFullWindow(perUnit).fits(MARCH.start().plusSeconds(60), "a", tokensIn(1)))
                .isTrue();
        assertThat(afterFullWindow(volume).fits(MARCH.start().plusSeconds(60), "a", tokensIn(1)))
                .isFalse();
    }

    private static RunningCost afterFullWindow(PlanVersion first) {
        PlanVersion second = version("plan: q\ncurrency: USD\ncharges: [{id: c, meter: tokens_out, price: 0}]");
        TreeMap<String, Quantities> full = new TreeMap<>(Map.of("a", tokensIn(Quantities.TOTAL_MAX)));
        return new RunningCost(new PeriodUsage(
                MARCH,
                List.of(
                        new WindowUsage(MARCH.start(), first, full),
                        new WindowUsage(MARCH.start().plusSeconds(60), second, new TreeMap<>()))));
    }

    private static PlanVersion version(String yaml) {
        return new PlanVersion(1, 1, PlanParser.parse(yaml).getFirst().plan());
    }

    @Test
    void usageIsUnpricedWhereThePlanChargesOthersForIt() {
        RunningCost running = running("plan: p\ncurrency: USD\ncharges: [{id: c, meter: tokens_in, price: {paid: 1}}]");

        assertThat(running.isUnpriced(MARCH.start(), "paid", tokensIn(1))).isFalse();
        assertThat(running.isUnpriced(MARCH.start(), "other", tokensIn(1))).isTrue();
        assertThat(running.isUnpriced(MARCH.start(), "other", tokensIn(0))).isFalse();
    }

    @Test
    void whatWasUsedOfAnAllowanceIsNotCutAtItsSize() {
        RunningCost running = running("""
                plan: p
                currency: USD
                charges: [{id: c, meter: tokens_in, price: 1}]
                allowances: [{id: trial, charges: [c], quantity: 100}]
                """);
        running.add(MARCH.start(), "a", tokensIn(70));
        running.add(MARCH.start(), "b", tokensIn(50));

        assertThat(running.used("trial")).isEqualTo(120);
        assertThat(running.used("another")).isZero();
        assertThat(running.usageCost()).isEqualByComparingTo("20");
        assertThat(running.usage().getFirst().byModel().get("a")).isEqualTo(tokensIn(70));
    }

    @Test
    void anUnknownWindowIsRefused() {
        RunningCost running = running("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: 1}]");

        assertThatThrownBy(() -> running.add(MARCH.start().plusSeconds(1), "", tokensIn(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a window of the period");
    }

    private static Map<RatingKey, BigDecimal> amountsOf(RatedPeriod rated) {
        Map<RatingKey, BigDecimal> amounts = new TreeMap<>();
        rated.keys().stream()
                .filter(key -> key.amount().signum() != 0)
                .forEach(key -> amounts.put(key.ratingKey(), key.amount()));
        return amounts;
    }

    private static RunningCost running(String yaml) {
        return new RunningCost(
                new PeriodUsage(MARCH, List.of(new WindowUsage(MARCH.start(), version(yaml), new TreeMap<>()))));
    }

    private static Quantities tokensIn(long quantity) {
        return Quantities.builder().tokensIn(quantity).build();
    }
}
