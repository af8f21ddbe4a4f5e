package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.RandomMonth.Use;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighestCostTest {

    private static final int MONTHS = Math.min(2_000, RandomMonth.COUNT_MAX);
    private static final List<String> MODELS = List.of("", "a", "ab", "b-mini", "zz");
    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));

    @Test
    @DisplayName("invariant 4: no outcome within the holds costs more, in 2,000 random months with 5 outcomes each")
    void isNeverBelowAnyOutcome() {
        int attained = 0;
        for (long seed = 0; seed < MONTHS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomMonth month = new RandomMonth(seed);
            int first = random.nextInt(month.windowStarts.size());
            HighestCost highest = new HighestCost(month.usageOf(month.uses), month.windowStarts.get(first));
            List<Use> holds = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                Use hold = new Use(
                        month.windowStarts.get(first), MODELS.get(random.nextInt(MODELS.size())), month.quantities());
                holds.add(hold);
                highest.hold(hold.modelId(), HeldQuantities.of(wholesOf(hold.quantities())));
            }
            BigDecimal dearest = BigDecimal.ZERO;
            for (int outcome = 0; outcome < 5; outcome++) {
                List<Use> used = new ArrayList<>(month.uses);
                for (Use hold : holds) {
                    Instant window = month.windowStarts.get(first + random.nextInt(month.windowStarts.size() - first));
                    if (outcome < 2 || random.nextInt(4) > 0) {
                        used.add(new Use(window, hold.modelId(), within(hold.quantities(), outcome, random)));
                    }
                }
                BigDecimal cost = Rater.rate(month.usageOf(used)).usageCost();
                assertThat(highest.usageCost())
                        .as("seed %d, outcome %d", seed, outcome)
                        .isGreaterThanOrEqualTo(cost);
                dearest = dearest.max(cost);
            }
            attained += highest.usageCost().compareTo(dearest) == 0 ? 1 : 0;
        }
        assertThat(attained)
                .as("months in which one of five outcomes is the highest")
                .isGreaterThan(MONTHS * 3 / 10);
    }

    /** Named are the wholes, compute and own meters; the parts may be anything. */
    private static NavigableMap<String, Long> wholesOf(Quantities quantities) {
        TreeMap<String, Long> named = new TreeMap<>(quantities.own());
        named.put("tokens_in", quantities.tokensIn());
        named.put("tokens_out", quantities.tokensOut());
        named.put("compute_millis", quantities.computeMillis());
        return named;
    }

    /** All of it with the parts shifted, or some of it. */
    private static Quantities within(Quantities held, int outcome, SplittableRandom random) {
        long in = outcome < 3 ? held.tokensIn() : random.nextLong(held.tokensIn() + 1);
        long cached = outcome == 0 ? 0 : random.nextLong(in + 1);
        long out = outcome < 3 ? held.tokensOut() : random.nextLong(held.tokensOut() + 1);
        Quantities.Builder used = Quantities.builder()
                .requests(1)
                .tokensIn(in)
                .tokensInCached(cached)
                .tokensInCacheWrite(outcome == 0 ? 0 : random.nextLong(in - cached + 1))
                .tokensOut(out)
                .tokensOutReasoning(outcome == 0 ? 0 : random.nextLong(out + 1))
                .computeMillis(held.computeMillis());
        held.own().forEach(used::own);
        return used.build();
    }

    @ParameterizedTest
    @CsvSource({
        "100, '', '', 100",
        "100, 100, '', 100",
        "100, 0, 0, 100",
        "100, '', 0, 100",
        "100, '', 100, 300",
        "100, 40, 30, 160",
    })
    void partsOfOneWholeTakeTheirDearestSplit(long in, String cached, String write, String expected) {
        Plan plan = planOfParts("1", "0.5", "3");
        TreeMap<String, Long> named = new TreeMap<>(Map.of("tokens_in", in));
        if (!cached.isEmpty()) {
            named.put("tokens_in_cached", Long.valueOf(cached));
        }
        named.put("tokens_in_cache_write", write.isEmpty() ? 0L : Long.parseLong(write));

        BigDecimal rise = rise(plan, Map.of(), "m", named);

        assertThat(rise)
                .isBetween(new BigDecimal(expected), new BigDecimal(expected).add(new BigDecimal("0.000000000003")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # used, held, highest: up to 100 at 2, up to 200 at 1, beyond at 1.5; 10 are included, maximum as given
            0,      90,   1000,  160
            0,      110,  1000,  200
            0,      150,  1000,  200
            0,      210,  1000,  200
            0,      243,  1000,  349.5
            120,    20,   1000,  130
            105,    30,   1000,  200
            110,    10,   1000,  200
            0,      150,  150,   150
            """)
    void aVolumePriceIsHighestAtTheTopOfATierThatUsageMayReach(
            long used, long held, long maximum, BigDecimal expected) {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - id: images
                    meter: images
                    maximum: %d
                    volume: [{up_to: 100, price: 2}, {up_to: 200, price: 1}, {price: 1.5}]
                allowances: [{id: free, charges: [images], quantity: 10}]
                """.formatted(maximum));
        WindowUsage window = new WindowUsage(MARCH.start(), new PlanVersion(1, 1, plan), images(used));
        HighestCost highest = new HighestCost(new PeriodUsage(MARCH, List.of(window)), MARCH.start());

        highest.hold("m", HeldQuantities.of(new TreeMap<>(Map.of("images", held))));

        BigDecimal dearest = BigDecimal.ZERO;
        for (long outcome = 0; outcome <= held; outcome++) {
            WindowUsage after = new WindowUsage(MARCH.start(), new PlanVersion(1, 1, plan), images(used + outcome));
            dearest = dearest.max(
                    Rater.rate(new PeriodUsage(MARCH, List.of(after))).usageCost());
        }
        assertThat(highest.usageCost()).isEqualByComparingTo(expected).isEqualByComparingTo(dearest);
    }

    @Test
    void aVolumePriceOfAModelThatWasNotUsedYetIsHighestAtTheTopOfATier() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges: [{id: c, meter: images, tiers_by: model, volume: [{up_to: 100, price: 2}, {price: 1}]}]
                """);

        assertThat(rise(plan, Map.of(), "new", new TreeMap<>(Map.of("images", 150L))))
                .isEqualByComparingTo("200");
    }

    @Test
    void partsThatAllCostNothingAreHeldForNothing() {
        Plan plan = planOfParts("0", "0", "0");

        assertThat(rise(plan, Map.of(), "m", new TreeMap<>(Map.of("tokens_in", 100L))))
                .isEqualByComparingTo("0");
    }

    @Test
    void onePartAloneCostsExactlyItsPrice() {
        Plan plan = plan("""
                plan: p
                currency: USD
                free: [tokens_in]
                charges: [{id: c, meter: tokens_in_cached, per: 3, price: 1}]
                """);

        assertThat(rise(plan, Map.of(), "m", new TreeMap<>(Map.of("tokens_in", 1L))))
                .isEqualByComparingTo("0.333333333333");
    }

    @Test
    void aHoldThatWouldPassTheBoundOfTotalsDoesNotFit() {
        Plan pooled = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, price: 0}]");
        Plan volume = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, volume: [{price: 0}]}]");
        Plan dear = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, price: 1_000_000}]");
        Plan free = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: 0}]");
        Instant switched = MARCH.start().plusSeconds(86_400);

        assertThat(fits(List.of(window(MARCH.start(), pooled, Quantities.TOTAL_MAX - 5)), MARCH.start(), 5))
                .isTrue();
        assertThat(fits(List.of(window(MARCH.start(), pooled, Quantities.TOTAL_MAX - 5)), MARCH.start(), 6))
                .isFalse();
        assertThat(fits(
                        List.of(window(MARCH.start(), pooled, Quantities.TOTAL_MAX), window(switched, free, 0)),
                        switched,
                        1))
                .as("usage after the window that is full")
                .isTrue();
        assertThat(fits(
                        List.of(window(MARCH.start(), volume, Quantities.TOTAL_MAX), window(switched, free, 0)),
                        switched,
                        1))
                .as("a volume price counts it all the same")
                .isFalse();
        assertThat(fits(List.of(window(MARCH.start(), dear, Quantities.TOTAL_MAX - 5)), MARCH.start(), 5))
                .as("4 × 10^24 is below the bound of costs")
                .isTrue();
    }

    @Test
    void aHoldOnACostNearItsBoundDoesNotFit() {
        StringBuilder yaml = new StringBuilder("plan: p\ncurrency: USD\ncharges:\n");
        for (int i = 0; i < 3; i++) {
            yaml.append("  - {id: c").append(i).append(", meter: images, price: 1_000_000}\n");
        }
        WindowUsage window = window(MARCH.start(), plan(yaml.toString()), Quantities.TOTAL_MAX - 5);

        assertThat(fits(List.of(window), MARCH.start(), 1)).isFalse();
    }

    private static boolean fits(List<WindowUsage> windows, Instant from, long held) {
        HighestCost highest = new HighestCost(new PeriodUsage(MARCH, windows), from);
        return highest.fits("m", HeldQuantities.of(new TreeMap<>(Map.of("images", held))));
    }

    private static WindowUsage window(Instant start, Plan plan, long images) {
        return new WindowUsage(start, new PlanVersion(1, 1, plan), images(images));
    }

    @Test
    void whatIsHeldMayRepriceAWindowThatIsOver() {
        Plan cheaper = plan("""
                plan: p
                currency: USD
                charges: [{id: c, meter: images, volume: [{up_to: 100, price: 1}, {price: 3}]}]
                """);
        Plan free = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: images, price: 0}]");
        Instant switched = MARCH.start().plusSeconds(86_400);
        WindowUsage over = new WindowUsage(MARCH.start(), new PlanVersion(1, 1, cheaper), images(100));
        WindowUsage open = new WindowUsage(switched, new PlanVersion(2, 2, free), new TreeMap<>());
        HighestCost highest = new HighestCost(new PeriodUsage(MARCH, List.of(over, open)), switched);

        assertThat(highest.usageCost()).isEqualByComparingTo("100");
        highest.hold("m", HeldQuantities.of(new TreeMap<>(Map.of("images", 1L))));

        assertThat(highest.usageCost()).isEqualByComparingTo("300");
    }

    private static NavigableMap<String, Quantities> images(long quantity) {
        return new TreeMap<>(
                Map.of("m", Quantities.builder().own("images", quantity).build()));
    }

    @Test
    void anAllowanceIsSharedAndTiersArePooled() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - id: tokens
                    meter: [tokens_in, tokens_out]
                    graduated: [{up_to: 100, price: 2}, {price: 1}]
                allowances: [{id: free, charges: [tokens], quantity: 50}]
                """);

        BigDecimal rise = rise(
                plan,
                Map.of("used", Quantities.builder().tokensIn(20).build()),
                "m",
                new TreeMap<>(Map.of("tokens_in", 100L, "tokens_out", 70L)));

        assertThat(rise).isEqualByComparingTo("240"); // 190 used, 50 free, 100 at 2 and 40 at 1
    }

    private static BigDecimal rise(
            Plan plan, Map<String, Quantities> used, String modelId, NavigableMap<String, Long> named) {
        WindowUsage window = new WindowUsage(MARCH.start(), new PlanVersion(1, 1, plan), new TreeMap<>(used));
        HighestCost highest = new HighestCost(new PeriodUsage(MARCH, List.of(window)), MARCH.start());
        BigDecimal before = highest.usageCost();
        highest.hold(modelId, HeldQuantities.of(named));
        return highest.usageCost().subtract(before);
    }

    /** A price for each part of the tokens in. */
    private static Plan planOfParts(String uncached, String cached, String write) {
        return plan("""
                plan: p
                currency: USD
                charges:
                  - {id: input, meter: tokens_in_uncached, price: %s}
                  - {id: cached, meter: tokens_in_cached, price: %s}
                  - {id: write, meter: tokens_in_cache_write, price: %s}
                """.formatted(uncached, cached, write));
    }

    private static Plan plan(String yaml) {
        return PlanParser.parse(yaml).getFirst().plan();
    }
}
