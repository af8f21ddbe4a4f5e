package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShippedPlansTest {

    @Test
    void eachFileHasThePlanOfItsName() {
        assertThat(ShippedPlans.definitions())
                .extracting(definition -> definition.plan().planId())
                .containsExactlyElementsOf(ShippedPlans.names());
    }

    @Test
    void freeEndsHardAtAHundredThousandTokens() {
        Plan free = plan("free");

        Allowance included = free.allowances().getFirst();
        assertThat(included.isHard()).isTrue();
        assertThat(included.quantity()).isEqualTo(100_000);
        assertThat(included.charges()).containsExactly("tokens");
    }

    @Test
    void premiumHasTheShapeOfStandardWithLowerRatesAndAHigherCap() {
        Plan standard = plan("standard");
        Plan premium = plan("premium");

        Price.Graduated standardTokens = graduated(standard);
        Price.Graduated premiumTokens = graduated(premium);
        assertThat(premiumTokens.tiers())
                .extracting(Tier::upTo)
                .isEqualTo(standardTokens.tiers().stream().map(Tier::upTo).toList());
        for (int i = 1; i < standardTokens.tiers().size(); i++) {
            assertThat(premiumTokens.tiers().get(i).price())
                    .isLessThan(standardTokens.tiers().get(i).price());
        }
        assertThat(premium.spendCap().orElseThrow().amount())
                .isGreaterThan(standard.spendCap().orElseThrow().amount());
    }

    @Test
    void oneIsPricedInNaira() {
        assertThat(plan("standard-ngn").currency().getCurrencyCode()).isEqualTo("NGN");
    }

    private static Plan plan(String name) {
        return PlanParser.parse(ShippedPlans.source(name)).getFirst().plan();
    }

    private static Price.Graduated graduated(Plan plan) {
        Charge.UsageCharge tokens = plan.usageCharges().getFirst();
        return (Price.Graduated) tokens.rates().prices().iterator().next();
    }
}
