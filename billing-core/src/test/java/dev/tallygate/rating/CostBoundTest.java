package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.RandomMonth.Use;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CostBoundTest {

    private static final int MONTHS = Math.min(4_000, RandomMonth.COUNT_MAX);

    @Test
    void isNeverBelowTheRealRise() {
        int rises = 0;
        int volumes = 0;
        for (long seed = 0; seed < MONTHS; seed++) {
            RandomMonth month = new RandomMonth(seed);
            RunningCost running = new RunningCost(month.usageOf(month.uses));
            int last = month.windowStarts.size() - 1;
            Quantities asked = month.quantities().plus(month.marks("e99", month.windowStarts.get(last)));
            Use use = new Use(month.windowStarts.get(last), seed % 2 == 0 ? "ab" : "b-mini", asked);
            if (month.versions.stream().anyMatch(version -> CostBound.needsTotals(version.plan(), use.modelId()))) {
                volumes++;
                continue;
            }

            BigDecimal bound = CostBound.riseAtMost(month.versions.get(last).plan(), use.modelId(), asked);
            BigDecimal rise = running.add(use.windowStart(), use.modelId(), asked);

            assertThat(bound).as("seed %d", seed).isGreaterThanOrEqualTo(rise);
            rises += rise.signum();
        }
        assertThat(rises).as("months where the usage cost something").isGreaterThan(MONTHS / 16);
        assertThat(volumes).as("months where only totals tell").isGreaterThan(MONTHS / 8);
    }

    @Test
    void isTheDearestRateOfAllThatShareAnAllowance() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: cheap, meter: requests, price: 0.10}
                  - {id: dear, meter: images, per: 10, graduated: [{up_to: 5, price: 90}, {price: 20}]}
                allowances: [{id: a, charges: [cheap, dear], quantity: 100}]
                """);

        BigDecimal bound =
                CostBound.riseAtMost(plan, "m", Quantities.builder().requests(3).build());

        assertThat(bound).isBetween(new BigDecimal("27"), new BigDecimal("27.000000000010"));
    }

    @Test
    void coversEachKeyThatIsRoundedAnewWhenItsFreeUnitsAreTakenOver() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges: [{id: c, meter: requests, tiers_by: model, per: 10, price: 0.000000000006}]
                allowances: [{id: a, charges: [c], quantity: 3}]
                """);
        Quantities one = Quantities.builder().requests(1).build();
        Quantities three = Quantities.builder().requests(3).build();
        BillingPeriod march = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
        TreeMap<String, Quantities> free = new TreeMap<>(Map.of("b", one, "c", one, "d", one));
        RunningCost running = new RunningCost(
                new PeriodUsage(march, List.of(new WindowUsage(march.start(), new PlanVersion(1, 1, plan), free))));

        BigDecimal rise = running.add(march.start(), "a", three);

        assertThat(rise).isEqualByComparingTo("0.000000000003");
        assertThat(CostBound.riseAtMost(plan, "a", three)).isGreaterThanOrEqualTo(rise);
    }

    @Test
    void aPackageCountsWholeAndWithASharedAllowanceOneForEachKeyThatMayBeginOne() {
        Plan alone = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, package: {size: 10, price: 2}}]");
        Plan shared = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: pooled, meter: images, package: {size: 10, price: 2}}
                  - {id: by-model, meter: requests, tiers_by: model, package: {size: 10, price: 3}}
                allowances: [{id: a, charges: [pooled, by-model], quantity: 100}]
                """);

        assertThat(CostBound.riseAtMost(alone, "m", images(11)))
                .isBetween(new BigDecimal("4"), new BigDecimal("4.000000000001"));
        // 5 units move at the dearest rate of 0.3, begin one pooled package at most, and five of models
        assertThat(CostBound.riseAtMost(shared, "m", images(5)))
                .isBetween(new BigDecimal("18.5"), new BigDecimal("18.500000000501"));
    }

    @Test
    void aMaximumBoundsWhatIsNotShared() {
        Plan plan = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, price: 2, maximum: 7}]");

        assertThat(CostBound.riseAtMost(plan, "m", images(3))).isBetween(new BigDecimal("6"), new BigDecimal("6.1"));
        assertThat(CostBound.riseAtMost(plan, "m", images(4))).isBetween(new BigDecimal("7"), new BigDecimal("7.1"));
    }

    @Test
    void onlyTotalsTellWhatAVolumePriceComesTo() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: volume, meter: images, volume: [{up_to: 10, price: 2}, {price: 1}]}
                  - {id: other, meter: requests, price: {shares: 1, "*": 2}}
                  - {id: apart, meter: compute_millis, price: {alone: 1}}
                allowances: [{id: a, charges: [apart], quantity: 5}]
                """);
        Plan apart = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, volume: {a: [{price: 2}]}}]");
        Plan beside = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: volume, meter: images, volume: {a: [{price: 2}]}}
                  - {id: other, meter: requests, price: 1}
                allowances: [{id: a, charges: [other], quantity: 5}]
                """);
        Plan shared = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: volume, meter: images, volume: {a: [{price: 2}]}}
                  - {id: other, meter: requests, price: 1}
                allowances: [{id: a, charges: [volume, other], quantity: 5}]
                """);

        assertThat(CostBound.needsTotals(plan, "any")).isTrue();
        assertThat(CostBound.needsTotals(apart, "a")).isTrue();
        assertThat(CostBound.needsTotals(apart, "b")).isFalse();
        assertThat(CostBound.needsTotals(beside, "b")).isFalse();
        assertThat(CostBound.needsTotals(shared, "b")).isTrue();
    }

    private static Quantities images(long quantity) {
        return Quantities.builder().own("images", quantity).build();
    }

    @Test
    void isZeroForWhatIsNotCharged() {
        Plan plan = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, price: 1}]");

        assertThat(CostBound.riseAtMost(
                        plan, "m", Quantities.builder().tokensIn(5).build()))
                .isEqualByComparingTo("0");
    }

    private static Plan plan(String yaml) {
        return PlanParser.parse(yaml).getFirst().plan();
    }
}
