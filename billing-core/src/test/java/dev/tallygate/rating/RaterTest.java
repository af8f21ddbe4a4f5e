package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.ShippedPlans;
import dev.tallygate.catalog.Tier;
import dev.tallygate.meter.Quantities;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RaterTest {

    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # tokens,         U of standard: free to 100 k, 0.020 per 1,000 to 1 M, then 0.015
            0,                0
            99_999,           0
            100_000,          0
            100_001,          0.00002
            1_000_000,        18
            1_000_001,        18.000015
            2_000_000,        33
            1_000_000_000_000, 15000003
            """)
    void theGuidesTiersAreOneGraduatedCharge(String tokens, BigDecimal expected) {
        long quantity = Long.parseLong(tokens.replace("_", ""));
        long in = quantity / 3;
        Quantities used =
                Quantities.builder().tokensIn(in).tokensOut(quantity - in).build();

        RatedPeriod rated = rate(ShippedPlans.source("standard"), Map.of("gpt-4o", used));

        assertThat(rated.usageCost()).isEqualByComparingTo(expected);
    }

    @Test
    void aTierIsWalkedOnlyWhereUnitsFallIntoIt() {
        String standard = ShippedPlans.source("standard");

        assertThat(rate(
                                standard,
                                Map.of(
                                        "m",
                                        Quantities.builder().tokensIn(100_000).build()))
                        .keys()
                        .getFirst()
                        .tiers())
                .containsExactly(new TierWalk(100_000, BigDecimal.ZERO, 100_000));
        assertThat(rate(
                                standard,
                                Map.of(
                                        "m",
                                        Quantities.builder().tokensIn(100_001).build()))
                        .keys()
                        .getFirst()
                        .tiers())
                .containsExactly(
                        new TierWalk(100_000, BigDecimal.ZERO, 100_000),
                        new TierWalk(1_000_000, new BigDecimal("0.02"), 1));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # price,         per,           quantity,            A: divided once, half-even at the 12th place
            0.02,            60000,         1237,                0.000412333333
            0.02,            60000,         1237000000,          412.333333333333
            1,               3,             1,                   0.333333333333
            2,               3,             1,                   0.666666666667
            0.000000000001,  2,             1,                   0
            0.000000000003,  2,             1,                   0.000000000002
            0.000000000005,  2,             1,                   0.000000000002
            0.123456789012,  1,             1000000000000,       123456789012
            0.000001,        1,             1000000000000000,    1000000000
            1000000,         1,             4000000000000000000, 4000000000000000000000000
            0.000000000001,  1,             4000000000000000000, 4000000
            """)
    void aRateIsMultipliedFirstAndDividedLast(String price, long per, long quantity, BigDecimal expected) {
        String yaml =
                "plan: p\ncurrency: USD\ncharges: [{id: c, meter: tokens_in, per: " + per + ", price: " + price + "}]";

        RatedPeriod rated =
                rate(yaml, Map.of("m", Quantities.builder().tokensIn(quantity).build()));

        assertThat(rated.usageCost()).isEqualByComparingTo(expected);
    }

    @Test
    @DisplayName("W5: allowance 100, then up to 100 at 1, beyond at 0.5; 150 used cost 50")
    void allowancesComeOffBeforeTiers() {
        String yaml = """
                plan: p
                currency: USD
                charges:
                  - {id: c, meter: requests, graduated: [{up_to: 100, price: 1}, {price: 0.5}]}
                allowances: [{id: a, charges: [c], quantity: 100}]
                """;

        RatedKey key = rate(yaml, Map.of("", requests(150))).keys().getFirst();

        assertThat(key.amount()).isEqualByComparingTo("50");
        assertThat(key.quantity()).isEqualTo(150);
        assertThat(key.allowanceUsed()).isEqualTo(100);
        assertThat(key.tiers()).containsExactly(new TierWalk(100, BigDecimal.ONE, 50));
        assertThat(rate(yaml, Map.of("", requests(201))).usageCost()).isEqualByComparingTo("100.5");
    }

    @Test
    @DisplayName("W6: 10 units at 1.10 have one key a model, or one pooled key of the same amount")
    void perModelAndPooledAreDifferentKeys() {
        Map<String, Quantities> used = Map.of("m", requests(10));

        RatedKey perModel =
                rate(price("tiers_by: model, price: 1.10"), used).keys().getFirst();
        RatedKey pooled = rate(price("price: 1.10"), used).keys().getFirst();

        assertThat(perModel.key()).isEqualTo("m");
        assertThat(pooled.key()).isEmpty();
        assertThat(Money.rounded(perModel.amount(), USD)).isEqualTo(new Money(11_00, USD));
        assertThat(Money.rounded(pooled.amount(), USD)).isEqualTo(new Money(11_00, USD));
    }

    @Test
    @DisplayName("W8: 0.005 rounds to 0.00, two more units make 0.015, which rounds to 0.02")
    void anAmountIsRoundedOnceHalfEven() {
        BigDecimal first = rate(price("price: 0.005"), Map.of("", requests(1))).usageCost();
        BigDecimal all = rate(price("price: 0.005"), Map.of("", requests(3))).usageCost();

        assertThat(Money.rounded(first, USD)).isEqualTo(Money.zero(USD));
        assertThat(Money.rounded(all, USD).minus(Money.rounded(first, USD))).isEqualTo(new Money(2, USD));
    }

    @Test
    void partsOfTokensHaveTheirOwnRates() {
        Quantities used = Quantities.builder()
                .tokensIn(1_000_000)
                .tokensInCached(600_000)
                .tokensInCacheWrite(100_000)
                .tokensOut(10_000)
                .tokensOutReasoning(9_000)
                .computeMillis(5_400_000)
                .build();

        RatedPeriod rated = rate(ShippedPlans.source("by-model"), Map.of("gpt-4o-2024-08-06", used));

        assertThat(rated.keys())
                .extracting(
                        RatedKey::chargeId,
                        RatedKey::key,
                        RatedKey::quantity,
                        key -> key.amount().toPlainString())
                .containsExactly(
                        tuple("input", "large", 300_000L, "0.750000000000"),
                        tuple("cached", "large", 600_000L, "0.750000000000"),
                        tuple("write", "large", 100_000L, "0.312500000000"),
                        tuple("output", "large", 10_000L, "0.100000000000"),
                        tuple("gpu", "", 5_400_000L, "2.000000000000"));
        assertThat(rated.unpriced()).isEmpty();
    }

    @Test
    void modelsOfAGroupShareItsTiers() {
        String yaml = """
                plan: p
                currency: USD
                models: {small: ["a*"], large: ["b*"]}
                charges:
                  - id: c
                    meter: requests
                    graduated: {small: [{up_to: 10, price: 1}, {price: 0}], large: [{price: 2}]}
                """;

        RatedPeriod rated = rate(yaml, Map.of("a-1", requests(6), "a-2", requests(6), "b", requests(1)));

        assertThat(rated.keys())
                .extracting(
                        RatedKey::key, RatedKey::quantity, key -> key.amount().stripTrailingZeros())
                .containsExactly(tuple("large", 1L, new BigDecimal("2")), tuple("small", 12L, new BigDecimal("1E+1")));
    }

    @Test
    void aSharedAllowanceIsConsumedInPlanOrderThenByModelInByteOrder() {
        String yaml = """
                plan: p
                currency: USD
                charges:
                  - {id: second, meter: images, tiers_by: model, price: 1}
                  - {id: first, meter: requests, tiers_by: model, price: 1}
                allowances: [{id: a, charges: [first, second], quantity: 25}]
                """;
        Quantities ten = Quantities.builder().requests(10).own("images", 10).build();

        RatedPeriod rated = rate(yaml, Map.of("b", ten, "B", ten, "a", ten));

        assertThat(rated.keys())
                .extracting(RatedKey::chargeId, RatedKey::key, RatedKey::allowanceUsed)
                .containsExactly(
                        tuple("second", "B", 10L),
                        tuple("second", "a", 10L),
                        tuple("second", "b", 5L),
                        tuple("first", "B", 0L),
                        tuple("first", "a", 0L),
                        tuple("first", "b", 0L));
        assertThat(rated.usageCost()).isEqualByComparingTo("35");
    }

    @Test
    void aSecondWindowGoesOnWhereTheFirstEnded() {
        PlanVersion cheap = version(1, tiered("1", "0.5"));
        PlanVersion dear = version(2, tiered("2", "1"));
        Instant switched = MARCH.start().plusSeconds(86_400);

        RatedPeriod rated = Rater.rate(new PeriodUsage(
                MARCH, List.of(window(MARCH.start(), cheap, requests(80)), window(switched, dear, requests(50)))));

        assertThat(rated.keys())
                .extracting(
                        RatedKey::windowStart,
                        RatedKey::planVersionId,
                        RatedKey::quantity,
                        key -> key.amount().stripTrailingZeros())
                .containsExactly(
                        tuple(MARCH.start(), 1L, 80L, new BigDecimal("8E+1")),
                        tuple(switched, 2L, 50L, new BigDecimal("7E+1")));
        assertThat(rated.keys().get(1).tiers())
                .containsExactly(
                        new TierWalk(100, new BigDecimal("2"), 20), new TierWalk(Tier.OPEN, new BigDecimal("1"), 30));
    }

    @Test
    void aTierThatAnEarlierWindowFilledIsNotWalkedAgain() {
        PlanVersion version = version(1, tiered("1", "0.5"));

        RatedPeriod rated = Rater.rate(new PeriodUsage(
                MARCH,
                List.of(
                        window(MARCH.start(), version, requests(120)),
                        window(MARCH.start().plusSeconds(1), version, requests(10)))));

        assertThat(rated.keys().get(1).tiers()).containsExactly(new TierWalk(Tier.OPEN, new BigDecimal("0.5"), 10));
    }

    @Test
    void aSecondWindowHasWhatTheFirstLeftOfAnAllowance() {
        PlanVersion version = version(1, price("price: 1") + "\nallowances: [{id: a, charges: [c], quantity: 100}]");

        RatedPeriod rated = Rater.rate(new PeriodUsage(
                MARCH,
                List.of(
                        window(MARCH.start(), version, requests(80)),
                        window(MARCH.start().plusSeconds(1), version, requests(50)))));

        assertThat(rated.keys())
                .extracting(RatedKey::quantity, RatedKey::allowanceUsed)
                .containsExactly(tuple(80L, 80L), tuple(50L, 20L));
    }

    @Test
    void switchingPlansEarnsNoSecondFreeTier() {
        PlanVersion standard = version(1, ShippedPlans.source("standard"));
        PlanVersion premium = version(2, ShippedPlans.source("premium"));
        Quantities tokens = Quantities.builder().tokensIn(100_000).build();

        RatedPeriod rated = Rater.rate(new PeriodUsage(
                MARCH,
                List.of(
                        window(MARCH.start(), standard, tokens),
                        window(MARCH.start().plusSeconds(1), premium, tokens))));

        assertThat(rated.usageCost()).isEqualByComparingTo("1.6");
    }

    @Test
    void anUnpricedModelIsShownAndCostsNothing() {
        Quantities used =
                Quantities.builder().requests(1).tokensIn(100).tokensOut(5).build();

        RatedPeriod rated = rate(ShippedPlans.source("by-model"), Map.of("llama-3", used));

        assertThat(rated.unpriced())
                .containsExactlyInAnyOrder(
                        new Unpriced(MARCH.start(), "llama-3", "tokens_in_uncached"),
                        new Unpriced(MARCH.start(), "llama-3", "tokens_out"));
        assertThat(rated.keys()).isEmpty();
        assertThat(rated.usageCost()).isEqualByComparingTo("0");
    }

    @Test
    void aKeyWithoutUsageInAWindowIsNotListed() {
        PlanVersion version = version(1, price("price: 1"));
        Instant later = MARCH.start().plusSeconds(60);

        RatedPeriod rated = Rater.rate(new PeriodUsage(
                MARCH,
                List.of(
                        window(MARCH.start(), version, requests(2)),
                        new WindowUsage(later, version, new TreeMap<>()))));

        assertThat(rated.keys()).extracting(RatedKey::windowStart).containsExactly(MARCH.start());
    }

    private static String tiered(String below, String beyond) {
        return price("graduated: [{up_to: 100, price: " + below + "}, {price: " + beyond + "}]");
    }

    private static String price(String price) {
        return "plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, " + price + "}]";
    }

    private static Quantities requests(long quantity) {
        return Quantities.builder().requests(quantity).build();
    }

    private static WindowUsage window(Instant start, PlanVersion version, Quantities used) {
        return new WindowUsage(start, version, new TreeMap<>(Map.of("m", used)));
    }

    private static PlanVersion version(long id, String yaml) {
        return new PlanVersion(id, 1, PlanParser.parse(yaml).getFirst().plan());
    }

    private static RatedPeriod rate(String yaml, Map<String, Quantities> byModel) {
        WindowUsage window = new WindowUsage(MARCH.start(), version(7, yaml), new TreeMap<>(byModel));
        return Rater.rate(new PeriodUsage(MARCH, List.of(window)));
    }
}
