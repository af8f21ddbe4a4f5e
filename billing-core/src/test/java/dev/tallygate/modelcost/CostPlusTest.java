package dev.tallygate.modelcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.invoice.BillingWorld;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CostPlusTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static BillingWorld world;

    @BeforeAll
    static void fillTheBook() {
        world = new BillingWorld(
                DATABASE,
                SettableClock.at("2026-03-20T00:00:00Z"),
                more -> more.registerBean(ModelCostConfiguration.class));
        ModelCostBook book = world.bean(ModelCostBook.class);
        book.take(CostFile.read("""
                {"gpt-4o": {"input_cost_per_token": 2.5e-6, "cache_read_input_token_cost": 1.25e-6,
                            "output_cost_per_token": 1e-5},
                 "gpt-4o-mini": {"input_cost_per_token": 1.5e-7, "output_cost_per_token": 6e-7},
                 "embed": {"input_cost_per_token": 2e-8},
                 "tiny": {"input_cost_per_token": 1e-17}}
                """), LocalDate.of(2026, 1, 1));
        book.take(
                CostFile.read("{\"gpt-4o\": {\"input_cost_per_token\": 9e-6, \"output_cost_per_token\": 1e-5}}"),
                LocalDate.of(2026, 4, 1));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void theCostsOfTheDayTimesTheFactorAreWrittenOutAsExactDecimals() {
        String plan = """
                plan: plus    # ümlauts and 𝔸 before it move nothing
                currency: USD
                charges:
                  - id: tokens
                    cost_plus: {factor: 1.3, models: ["gpt-4o*", embed]}
                    per: 1_000_000
                  - {id: base, flat: 5}
                """;

        String written = written(plan);

        assertThat(written).isEqualTo("""
                plan: plus    # ümlauts and 𝔸 before it move nothing
                currency: USD
                charges:
                  - id: tokens
                    matrix: { # costs of 2026-03-20 x 1.3
                      "embed": {input: 0.026},
                      "gpt-4o": {input: 3.25, cached: 1.625, output: 13},
                      "gpt-4o-mini": {input: 0.195, output: 0.78},
                      }
                    per: 1_000_000
                  - {id: base, flat: 5}
                """);
        assertThat(PlanParser.parse(written)).hasSize(1);
        assertThat(written(written)).isEqualTo(written);
    }

    @Test
    void aChargeOnOneLineIsWrittenOutToo() {
        String written = written("""
                plan: plus
                currency: USD
                charges:
                  - {id: tokens, per: 1_000_000, cost_plus: {factor: 2, models: [embed]}}
                """);

        assertThat(PlanParser.parse(written).getFirst().plan().charge("tokens.input"))
                .isPresent();
    }

    @Test
    void whatCannotBeWrittenOutIsNamedWithItsLine() {
        assertThatThrownBy(() -> written("""
                        plan: plus
                        currency: USD
                        charges:
                          - id: a
                            cost_plus: {factor: 1.3, models: [
                              unheard-of,
                              tiny]}
                          - id: b
                            cost_plus: 1.3
                          - id: c
                            cost_plus: {factor: -1, models: [embed]}
                        """))
                .isInstanceOf(PlanInvalid.class)
                .hasMessageContaining("line 6: cost_plus: unheard-of (expected: a model with a cost on 2026-03-20")
                .hasMessageContaining("line 7: cost_plus: tiny at 0.000000000000000013 (expected: at most 12 places")
                .hasMessageContaining("line 9: cost_plus: another shape")
                .hasMessageContaining("line 11: cost_plus: another shape");
    }

    @Test
    void aPlanInSeveralCurrenciesHasNone() {
        assertThatThrownBy(() -> written("""
                        plan: plus
                        currency: [USD, NGN]
                        charges:
                          - id: a
                            cost_plus: {factor: 1.3, models: [embed]}
                        """))
                .isInstanceOf(PlanInvalid.class)
                .hasMessage(
                        "line 5: cost_plus: several currencies (expected: a plan in one currency: costs are in USD)");
    }

    @Test
    void aTextWithoutItStaysAsItIs() {
        assertThat(written("plan: [")).isEqualTo("plan: [");
        assertThat(written("cost_plus: [")).isEqualTo("cost_plus: [");
    }

    private static String written(String yaml) {
        return world.bean(CostPlus.class).writtenOut(yaml);
    }
}
