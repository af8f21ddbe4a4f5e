package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChargeTextTest {
    private static final String PLAN = """
            plan: p
            charges:
              - id: tokens
                per: 1_000_000
                matrix:
                  "gpt-4o*": {input: 2.50, output: 10.00}
              - {id: base.fee, flat: 5}
            """;

    @Test
    void aColumnOfAMatrixStandsInTheMatrix() {
        ChargeText text = ChargeText.find(PLAN, "tokens.input");

        assertThat(text.lineNumber()).isEqualTo(3);
        assertThat(text.lines()).hasSize(4).first().isEqualTo("- id: tokens");
    }

    @Test
    void anIdWithADotIsFoundItselfFirst() {
        assertThat(ChargeText.find(PLAN, "base.fee").lines()).containsExactly("- {id: base.fee, flat: 5}");
        assertThat(ChargeText.find(PLAN, "fee").lineNumber()).isZero();
    }
}
