package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Charge.FlatCharge;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanParserTest {

    /** The example of the contract, word for word. */
    private static final String EXAMPLE = """
            plan: standard                 # the guide's tiers: ONE graduated charge
            name: Standard
            currency: USD
            grace: 1h
            unpriced: deny                 # or allow
            corrections: next_invoice      # or at_once
            zero_invoices: send            # or keep
            spend_cap: {amount: 500.00, kind: hard}     # soft: warns, never denies
            alerts: [80, 100]              # percent, of the cap and of each allowance
            charges:
              - id: tokens                 # lasts over versions
                meter: [tokens_in, tokens_out]          # a sum
                tiers_by: charge           # pooled
                per: 1_000
                graduated:
                  - {up_to: 100_000, price: 0}
                  - {up_to: 1_000_000, price: 0.020}
                  - {price: 0.015}
              - {id: base, flat: 20.00}
            ---
            plan: by-model
            currency: USD
            models: {small: ["gpt-4o-mini*", "claude-haiku-*"], large: ["gpt-4o*", "claude-sonnet-*"]}
            charges:
              - {id: input,  meter: tokens_in_uncached,    per: 1_000_000, price: {small: 0.15, large: 2.50}}
              - {id: cached, meter: tokens_in_cached,      per: 1_000_000, price: {small: 0.075, large: 1.25}}
              - {id: write,  meter: tokens_in_cache_write, per: 1_000_000, price: {small: 0.15, large: 3.125}}
              - {id: output, meter: tokens_out,            per: 1_000_000, price: {small: 0.60, large: 10.00}}
              - {id: gpu,    meter: compute_millis,        per: 3_600_000, price: 4.00}
            allowances:
              - {id: trial-gpu, charges: [gpu], quantity: 3_600_000, kind: soft}
            """;

    @Test
    void readsTheExampleOfTheContract() {
        List<PlanDefinition> definitions = PlanParser.parse(EXAMPLE);

        Plan standard = definitions.getFirst().plan();
        assertThat(standard.name()).isEqualTo("Standard");
        assertThat(standard.spendCap()).contains(new SpendCap(new BigDecimal("500"), LimitKind.HARD));
        assertThat(standard.usageCharges().getFirst())
                .isEqualTo(new UsageCharge(
                        "tokens",
                        List.of("tokens_in", "tokens_out"),
                        1_000,
                        TiersBy.CHARGE,
                        new RateCard.ForAllModels(new Price.Graduated(List.of(
                                new Tier(100_000, BigDecimal.ZERO),
                                new Tier(1_000_000, new BigDecimal("0.02")),
                                new Tier(Tier.OPEN, new BigDecimal("0.015"))))),
                        BigDecimal.ZERO));
        assertThat(standard.flatCharges()).containsExactly(new FlatCharge("base", new BigDecimal("20")));

        Plan byModel = definitions.get(1).plan();
        assertThat(byModel.usageCharges())
                .extracting(UsageCharge::tiersBy)
                .startsWith(TiersBy.GROUP)
                .endsWith(TiersBy.CHARGE);
        assertThat(byModel.allowances())
                .containsExactly(new Allowance("trial-gpu", List.of("gpu"), 3_600_000, LimitKind.SOFT));
    }

    @Test
    void whatIsNotWrittenMeansThisForEver() {
        Plan plan = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: 1}]");

        assertThat(plan.name()).isEqualTo("p");
        assertThat(plan.grace()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.unpriced()).isEqualTo(UnpricedPolicy.DENY);
        assertThat(plan.corrections()).isEqualTo(Corrections.NEXT_INVOICE);
        assertThat(plan.zeroInvoices()).isEqualTo(ZeroInvoices.KEEP);
        assertThat(plan.spendCap()).isEmpty();
        assertThat(plan.alerts()).containsExactly(80, 100);
        assertThat(plan.usageCharges().getFirst().per()).isEqualTo(1);
        assertThat(plan.usageCharges().getFirst().tiersBy()).isEqualTo(TiersBy.CHARGE);
        assertThat(plan("plan: p\ncurrency: USD\nspend_cap: {amount: 1}\ncharges: [{id: c, flat: 1}]")
                        .spendCap())
                .contains(new SpendCap(BigDecimal.ONE, LimitKind.HARD));
        assertThat(plan("""
                        plan: p
                        currency: USD
                        charges: [{id: c, meter: requests, price: 1}]
                        allowances: [{id: a, charges: c, quantity: 5}]
                        """).allowances()).containsExactly(new Allowance("a", List.of("c"), 5, LimitKind.SOFT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # written                                           | notices    | deny after days
                                                                |            |
            overdue: {}                                         | -1 0 3 7   |
            overdue: {deny_after_days: 14}                      | -1 0 3 7   | 14
            overdue: {deny_after_days: 0}                       | -1 0 3 7   | 0
            overdue: {deny_after_days: never, notices: []}      |            |
            overdue: {notices: [charge_failed]}                 | -1         |
            overdue: {notices: [1, 30, 365]}                    | 1 30 365   |
            """)
    void whatFollowsWhenAnInvoiceIsNotPaid(@Nullable String written, @Nullable String notices, @Nullable Integer days) {
        OverdueTerms terms = plan("plan: p\ncurrency: USD\n" + (written == null ? "" : written)
                        + "\ncharges: [{id: c, flat: 1}]")
                .overdue();

        assertThat(terms.noticeDays().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(notices == null ? "" : notices);
        assertThat(terms.deniesAfterDays()).isEqualTo(Optional.ofNullable(days));
    }

    @Test
    void cycleZoneAndAnchorMayBeWrittenAsTheyAre() {
        Plan plain = plan("plan: p\ncurrency: USD\ncharges: [{id: c, flat: 1}]");

        assertThat(plan("plan: p\ncurrency: USD\ncycle: month\nzone: UTC\nanchor: 1\ncharges: [{id: c, flat: 1}]"))
                .isEqualTo(plain);
    }

    @Test
    void theWayNumbersAreWrittenChangesNothing() {
        Plan one = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, per: 1000, price: 0.020}]");

        assertThat(
                        plan(
                                "plan: p\ncurrency: USD\ncharges: [{id: c, meter: [requests], per: 1_000, price: 0.02000000000000}]"))
                .isEqualTo(one);
    }

    @Test
    void eachCurrencyOfAPlanReadsAsAPlanWithItsAmountsAlone() {
        String several = """
                plan: p
                currency: [USD, NGN]
                spend_cap: {USD: {amount: 100, kind: soft}, NGN: {amount: 150_000}}
                models: {small: [mini*]}
                charges:
                  - {id: a, meter: requests, price: {small: {USD: 0.15, NGN: 240}, "*": {USD: 1, NGN: 1_600}}}
                  - {id: b, meter: images, graduated: {USD: [{price: 2}], NGN: [{up_to: 5, price: 0}, {price: 3_000}]}}
                  - {id: c, matrix: {"*": {USD: {input: 1}, NGN: {input: 1_500}}}}
                  - {id: d, meter: x, package: {size: 5, price: {USD: 1, NGN: 1_500}}, maximum: {USD: 5, NGN: 7_500}}
                  - {id: e, meter: gmv_minor, percentage: {USD: 2.9, NGN: 1.5}}
                """;

        List<Plan> plans = PlanParser.parse(several).getFirst().plans();

        assertThat(plans).extracting(plan -> plan.currency().getCurrencyCode()).containsExactly("USD", "NGN");
        assertThat(plans.getFirst())
                .usingRecursiveComparison()
                .ignoringFields("currencies")
                .isEqualTo(plan("""
                plan: p
                currency: USD
                spend_cap: {amount: 100, kind: soft}
                models: {small: [mini*]}
                charges:
                  - {id: a, meter: requests, price: {small: 0.15, "*": 1}}
                  - {id: b, meter: images, graduated: [{price: 2}]}
                  - {id: c, matrix: {"*": {input: 1}}}
                  - {id: d, meter: x, package: {size: 5, price: 1}, maximum: 5}
                  - {id: e, meter: gmv_minor, percentage: 2.9}
                """));
        assertThat(plans.getLast())
                .usingRecursiveComparison()
                .ignoringFields("currencies")
                .isEqualTo(plan("""
                plan: p
                currency: NGN
                spend_cap: {amount: 150_000}
                models: {small: [mini*]}
                charges:
                  - {id: a, meter: requests, price: {small: 240, "*": 1_600}}
                  - {id: b, meter: images, graduated: [{up_to: 5, price: 0}, {price: 3_000}]}
                  - {id: c, matrix: {"*": {input: 1_500}}}
                  - {id: d, meter: x, package: {size: 5, price: 1_500}, maximum: 7_500}
                  - {id: e, meter: gmv_minor, percentage: 1.5}
                """));
    }

    @Test
    void inAPlanOfOneCurrencyAMapNamesModelsWhateverTheyAreCalled() {
        UsageCharge charge =
                plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: {USD: 1, NGN: 2}}]")
                        .usageCharges()
                        .getFirst();

        assertThat(priceOf(charge, "NGN")).isEqualTo("2");
    }

    @Test
    void ratesKeepEveryDigit() {
        Plan plan = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: 0.123456789012}]");

        assertThat(plan.usageCharges().getFirst().rates().priceFor("any"))
                .contains(new Price.PerUnit(new BigDecimal("0.123456789012")));
    }

    @Test
    void eachPlanKeepsItsOwnLinesAndTheyMeanTheSame() {
        String text = "# first\n" + EXAMPLE + "---\n# nothing here\n";

        List<PlanDefinition> definitions = PlanParser.parse(text);

        assertThat(definitions).hasSize(2);
        assertThat(definitions.getFirst().source())
                .startsWith("# first\nplan: standard")
                .endsWith("flat: 20.00}\n");
        assertThat(definitions.get(1).source()).startsWith("---\nplan: by-model");
        for (PlanDefinition definition : definitions) {
            assertThat(PlanParser.parse(definition.source()))
                    .singleElement()
                    .returns(definition.plan(), PlanDefinition::plan)
                    .returns(definition.source(), PlanDefinition::source);
        }
    }

    @Test
    void linesOfOtherSystemsAreReadToo() {
        String text =
                "# one\u2028plan: p\r\ncurrency: USD\rcharges: [{id: c, flat: 1}]\r\n---\r\nplan: q\ncurrency: USD\ncharges: [{id: c, flat: 2}]";

        List<PlanDefinition> definitions = PlanParser.parse(text);

        assertThat(definitions)
                .extracting(definition -> definition.plan().planId())
                .containsExactly("p", "q");
        for (PlanDefinition definition : definitions) {
            assertThat(PlanParser.parse(definition.source()).getFirst().plan()).isEqualTo(definition.plan());
        }
    }

    @Test
    void exactComesBeforeTheLongestPatternBeforeTheRest() {
        UsageCharge charge = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: c, meter: requests, price: {gpt-4o: 1, "gpt-4o*": 2, "gpt-4o-mini*": 3, "*": 4}}
                """).usageCharges().getFirst();

        assertThat(priceOf(charge, "gpt-4o")).isEqualTo("1");
        assertThat(priceOf(charge, "gpt-4o-2024-08-06")).isEqualTo("2");
        assertThat(priceOf(charge, "gpt-4o-mini-2024-07-18")).isEqualTo("3");
        assertThat(priceOf(charge, "claude")).isEqualTo("4");
        assertThat(priceOf(charge, "")).isEqualTo("4");
        assertThat(charge.keyFor("gpt-4o-2024-08-06").orElseThrow().key()).isEqualTo("gpt-4o-2024-08-06");
    }

    @Test
    void anEmptyModelMatchesTheRestOnly() {
        UsageCharge charge = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: {\"a*\": 1}}]")
                .usageCharges()
                .getFirst();

        assertThat(charge.keyFor("")).isEmpty();
        assertThat(charge.keyFor("b")).isEmpty();
    }

    @Test
    void aGroupIsTheOneWithTheClosestPattern() {
        UsageCharge input =
                PlanParser.parse(EXAMPLE).get(1).plan().usageCharges().getFirst();

        assertThat(input.keyFor("gpt-4o-mini-2024-07-18").orElseThrow().key()).isEqualTo("small");
        assertThat(input.keyFor("gpt-4o-2024-08-06").orElseThrow().key()).isEqualTo("large");
        assertThat(input.keyFor("llama-3")).isEmpty();
    }

    @Test
    void aGroupThatAPriceListLeavesOutFallsToTheRest() {
        List<UsageCharge> charges = plan("""
                plan: p
                currency: USD
                models: {small: ["a*"], large: ["b*"]}
                charges:
                  - {id: c, meter: requests, price: {small: 1, "*": 2}}
                  - {id: d, meter: images, price: {large: 3}}
                """).usageCharges();

        assertThat(priceOf(charges.getFirst(), "b")).isEqualTo("2");
        assertThat(charges.getFirst().keyFor("b").orElseThrow().key()).isEqualTo("*");
        assertThat(charges.get(1).keyFor("a")).isEmpty();
    }

    @Test
    void aModelThatNobodyPricedIsUnpricedInWhatOthersAreChargedFor() {
        Plan plan = PlanParser.parse(EXAMPLE).get(1).plan();
        Quantities used = Quantities.builder()
                .requests(1)
                .tokensIn(100)
                .tokensInCached(40)
                .computeMillis(5)
                .own("images", 3)
                .build();

        assertThat(plan.pricingFor("llama-3").unpricedMeters(used))
                .containsExactly("tokens_in_cached", "tokens_in_uncached");
        assertThat(plan.pricingFor("llama-3").isPriced()).isFalse();
        assertThat(plan.pricingFor("gpt-4o").unpricedMeters(used)).isEmpty();
        assertThat(plan.pricingFor("gpt-4o").isPriced()).isTrue();
        assertThat(plan.pricingFor("").isPriced()).isTrue();
        assertThat(plan.pricingFor("gpt-4o").askedMeters())
                .containsExactly("compute_millis", "tokens_in", "tokens_out");
    }

    @Test
    void aFreeMeterIsNeverUnpriced() {
        Plan plan = plan("""
                plan: p
                currency: USD
                free: [tokens_in_cache_write]
                charges:
                  - {id: c, meter: [tokens_in_uncached, tokens_in_cached], price: {a: 1}}
                """);
        Quantities written =
                Quantities.builder().tokensIn(9).tokensInCacheWrite(9).build();
        Quantities read = Quantities.builder().tokensIn(9).tokensInCached(9).build();

        assertThat(plan.pricingFor("b").unpricedMeters(written)).isEmpty();
        assertThat(plan.pricingFor("b").unpricedMeters(read)).containsExactly("tokens_in_cached");
        assertThat(plan.pricingFor("a").unpricedMeters(read)).isEmpty();
    }

    @Test
    void aChargeOnAWholeNamesItsParts() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: whole, meter: tokens_in, price: {a: 1}}
                  - {id: parts, meter: [tokens_in_uncached, tokens_in_cached, tokens_in_cache_write], price: {b: 1}}
                """);
        Quantities used = Quantities.builder().tokensIn(9).tokensInCached(4).build();

        assertThat(plan.pricingFor("a").unpricedMeters(used)).isEmpty();
        assertThat(plan.pricingFor("b").unpricedMeters(used)).isEmpty();
        assertThat(plan.pricingFor("c").unpricedMeters(used)).contains("tokens_in");
    }

    @Test
    void aMeterThatNoChargeNamesIsNotUnpriced() {
        Plan plan = plan("plan: p\ncurrency: USD\ncharges: [{id: c, meter: requests, price: {a: 1}}]");

        assertThat(plan.pricingFor("a")
                        .unpricedMeters(Quantities.builder().own("images", 1).build()))
                .isEmpty();
    }

    @Test
    void allowancesAreConsumedInPlanOrderHoweverTheyAreListed() {
        Plan plan = plan("""
                plan: p
                currency: USD
                charges:
                  - {id: first, meter: requests, price: 1}
                  - {id: second, meter: images, price: 1}
                allowances: [{id: a, charges: [second, first], quantity: 5}]
                """);

        assertThat(plan.allowances().getFirst().charges()).containsExactly("first", "second");
    }

    private static Plan plan(String yaml) {
        return PlanParser.parse(yaml).getFirst().plan();
    }

    private static String priceOf(UsageCharge charge, String model) {
        return ((Price.PerUnit) charge.rates().priceFor(model).orElseThrow())
                .price()
                .toPlainString();
    }
}
