package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatedAlikeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # charge                                             | one | other | alike
            meter: requests, price: 1                            | a1  | b     | true
            meter: requests, price: 1, tiers_by: model           | a1  | b     | false
            meter: requests, price: 1, tiers_by: model           | a1  | a1    | true
            meter: requests, price: {g: 1, "*": 2}               | a1  | a2    | true
            meter: requests, price: {g: 1, "*": 2}               | a1  | b     | false
            meter: requests, price: {g: 1, "*": 2}               | b   | c     | true
            """)
    void modelsOfOneKeyAreAlike(String charge, String one, String other, boolean alike) {
        assertThat(RatedAlike.are(plan(charge, ""), one, other)).isEqualTo(alike);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # with an allowance                                  | one | other | alike
            meter: requests, price: 1                            | a1  | b     | true
            meter: requests, price: {g: 1, "*": 2}               | a1  | a2    | false
            meter: requests, price: {g: 1, "*": 2}               | a1  | a1    | true
            """)
    void anAllowanceThatIsNotPooledDependsOnTheModel(String charge, String one, String other, boolean alike) {
        assertThat(RatedAlike.are(plan(charge, "allowances: [{id: x, charges: [c], quantity: 5}]"), one, other))
                .isEqualTo(alike);
    }

    private static Plan plan(String charge, String more) {
        String groups = charge.contains("{g:") ? "models: {g: [\"a*\"]}\n" : "";
        return PlanParser.parse("plan: p\ncurrency: USD\n" + groups + "charges: [{id: c, " + charge + "}]\n" + more)
                .getFirst()
                .plan();
    }
}
