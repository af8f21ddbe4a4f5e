package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.RandomMonth.Use;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CostBoundTest {

    @Test
    void isNeverBelowTheRealRise() {
        int rises = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            RandomMonth month = new RandomMonth(seed);
            RunningCost running = new RunningCost(month.usageOf(month.uses));
            int last = month.windowStarts.size() - 1;
            Quantities asked = month.quantities();
            Use use = new Use(month.windowStarts.get(last), seed % 2 == 0 ? "ab" : "b-mini", asked);

            BigDecimal bound = CostBound.riseAtMost(month.versions.get(last).plan(), use.modelId(), asked);
            BigDecimal rise = running.add(use.windowStart(), use.modelId(), asked);

            assertThat(bound).as("seed %d", seed).isGreaterThanOrEqualTo(rise);
            rises += rise.signum();
        }
        assertThat(rises).as("months where the usage cost something").isGreaterThan(300);
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
