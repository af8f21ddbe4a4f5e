package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Charge.UsageCharge;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of price is read as, and what a matrix stands for. */
class PriceKindsTest {

    @Test
    void aMatrixIsTheChargesThatItStandsFor() {
        Plan matrix = plan("""
                plan: p
                currency: USD
                charges:
                  - id: tokens
                    per: 1_000_000
                    matrix:
                      "gpt-4o*":  {input: 2.50, cached: 1.25, output: 10}
                      "claude-*": {input: 3, cached: 0.30, cache_write: 3.75, output: 15, reasoning: 20}
                      "embed-*":  {input: 0.02}
                """);

        assertThat(matrix).isEqualTo(plan("""
                plan: p
                currency: USD
                charges:
                  - {id: tokens.input, meter: tokens_in_uncached, per: 1_000_000,
                     price: {"gpt-4o*": 2.50, "claude-*": 3, "embed-*": 0.02}}
                  - {id: tokens.cached, meter: tokens_in_cached, per: 1_000_000,
                     price: {"gpt-4o*": 1.25, "claude-*": 0.30, "embed-*": 0.02}}
                  - {id: tokens.cache_write, meter: tokens_in_cache_write, per: 1_000_000,
                     price: {"gpt-4o*": 2.50, "claude-*": 3.75, "embed-*": 0.02}}
                  - {id: tokens.output, meter: tokens_out_plain, per: 1_000_000,
                     price: {"gpt-4o*": 10, "claude-*": 15}}
                  - {id: tokens.reasoning, meter: tokens_out_reasoning, per: 1_000_000,
                     price: {"gpt-4o*": 10, "claude-*": 20}}
                """));
    }

    @Test
    void aMatrixWithoutPartsChargesWholesAndMayHaveGroupsAndTiers() {
        Plan matrix = plan("""
                plan: p
                currency: USD
                models: {small: ["a*"], large: ["b*"]}
                charges:
                  - id: tokens
                    tiers_by: model
                    matrix:
                      small: {input: 1, output: {graduated: [{up_to: 5, price: 2}, {price: 1}]}}
                      large: {input: 3, output: {volume: [{up_to: 5, price: 4}, {price: 3}]}}
                """);

        assertThat(matrix.usageCharges()).extracting(UsageCharge::id).containsExactly("tokens.input", "tokens.output");
        assertThat(matrix.usageCharges())
                .extracting(UsageCharge::meters)
                .containsExactly(List.of("tokens_in"), List.of("tokens_out"));
        assertThat(matrix.usageCharges()).extracting(UsageCharge::tiersBy).containsOnly(TiersBy.MODEL);
        assertThat(matrix.usageCharges().getLast().rates().prices())
                .hasAtLeastOneElementOfType(Price.Graduated.class)
                .hasAtLeastOneElementOfType(Price.Volume.class);
    }

    @ParameterizedTest
    @CsvSource({"USD, 10000", "JPY, 100", "KWD, 100000"})
    void aPercentageIsARateOnMinorUnits(String currency, long per) {
        UsageCharge fee = plan("plan: p\ncurrency: " + currency
                        + "\ncharges: [{id: fee, meter: gmv_minor, percentage: 2.9}]")
                .usageCharges()
                .getFirst();

        assertThat(fee.per()).isEqualTo(per);
        assertThat(fee.rates().priceFor("")).contains(new Price.PerUnit(new BigDecimal("2.9")));
    }

    @Test
    void packagesAndBoundsAreRead() {
        List<UsageCharge> charges = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: a, meter: images, package: {size: 1_000, price: 2.50}}
                  - {id: b, meter: images, package: {size: 10, price: 1, complete: true}}
                  - {id: c, meter: images, package: {a: {size: 10, price: 1}}, minimum: 5.00}
                  - {id: d, meter: images, volume: [{price: 1}], minimum: 1, maximum: 1.00}
                """).usageCharges();

        assertThat(charges)
                .extracting(charge -> charge.rates().prices().iterator().next())
                .containsExactly(
                        new Price.Packaged(1_000, new BigDecimal("2.5"), Price.Packaged.Counted.BEGUN),
                        new Price.Packaged(10, BigDecimal.ONE, Price.Packaged.Counted.COMPLETE),
                        new Price.Packaged(10, BigDecimal.ONE, Price.Packaged.Counted.BEGUN),
                        new Price.AtMost(
                                new Price.Volume(List.of(new Tier(Tier.OPEN, BigDecimal.ONE))), BigDecimal.ONE));
        assertThat(charges).extracting(UsageCharge::hasMinimum).containsExactly(false, false, true, true);
    }

    private static Plan plan(String yaml) {
        return PlanParser.parse(yaml).getFirst().plan();
    }
}
