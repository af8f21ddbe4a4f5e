package dev.tallygate.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

    private static final Quantities USED = Quantities.builder()
            .requests(1)
            .tokensIn(100)
            .tokensInCached(60)
            .tokensInCacheWrite(10)
            .tokensOut(50)
            .tokensOutReasoning(45)
            .computeMillis(7)
            .own("images", 3)
            .build();

    @Test
    void wholesArePartsAndARest() {
        assertThat(USED.quantityOf(MeterName.TOKENS_IN_UNCACHED)).isEqualTo(30);
        assertThat(USED.quantityOf(MeterName.TOKENS_OUT_PLAIN)).isEqualTo(5);
        for (String whole : new String[] {MeterName.TOKENS_IN, MeterName.TOKENS_OUT}) {
            assertThat(MeterName.partsOf(whole).stream()
                            .mapToLong(USED::quantityOf)
                            .sum())
                    .isEqualTo(USED.quantityOf(whole));
            assertThat(MeterName.partsOf(whole))
                    .allMatch(part -> MeterName.wholeOf(part).orElseThrow().equals(whole));
        }
    }

    @Test
    void eachMeterIsFoundByItsName() {
        assertThat(USED.quantityOf("requests")).isEqualTo(1);
        assertThat(USED.quantityOf("tokens_in")).isEqualTo(100);
        assertThat(USED.quantityOf("tokens_in_cached")).isEqualTo(60);
        assertThat(USED.quantityOf("tokens_in_cache_write")).isEqualTo(10);
        assertThat(USED.quantityOf("tokens_out")).isEqualTo(50);
        assertThat(USED.quantityOf("tokens_out_reasoning")).isEqualTo(45);
        assertThat(USED.quantityOf("compute_millis")).isEqualTo(7);
        assertThat(USED.quantityOf("images")).isEqualTo(3);
        assertThat(USED.quantityOf("characters")).isZero();
        Quantities.Builder byName = Quantities.builder();
        for (String meter : new String[] {
            "requests",
            "tokens_in",
            "tokens_in_cached",
            "tokens_in_cache_write",
            "tokens_out",
            "tokens_out_reasoning",
            "compute_millis",
            "images"
        }) {
            byName.quantity(meter, USED.quantityOf(meter));
        }
        assertThat(byName.build()).isEqualTo(USED);
        assertThatThrownBy(() -> Quantities.builder().quantity("tokens_out_plain", 1))
                .hasMessage("tokens_out_plain (expected: a meter that is not derived)");
    }

    @Test
    @DisplayName("W3: tokens_in 100 with cached 60 and cache write 60 has parts that exceed the whole")
    void partsThatExceedTheirWholeAreSeen() {
        assertThat(new Tokens(100, 60, 60, 0, 0).partsExceedWhole()).isTrue();
        assertThat(new Tokens(100, 60, 40, 0, 0).partsExceedWhole()).isFalse();
        assertThat(new Tokens(0, 0, 0, 5, 6).partsExceedWhole()).isTrue();
        assertThat(new Tokens(0, 0, 0, 5, 5).partsExceedWhole()).isFalse();
    }

    @Test
    void whatIsAddedAndTakenAwayLeavesNothing() {
        Quantities nothing = USED.plus(USED).plus(USED.negated()).plus(USED.negated());

        assertThat(nothing).isEqualTo(Quantities.ZERO);
        assertThat(nothing.isZero()).isTrue();
        assertThat(USED.negated().isZero()).isFalse();
        assertThat(USED.negated().smallest()).isEqualTo(-100);
        assertThat(USED.largest()).isEqualTo(100);
    }

    @Test
    void absentAndZeroAreEqual() {
        assertThat(Quantities.builder().own("images", 0).build()).isEqualTo(Quantities.ZERO);
        assertThat(USED.plus(Quantities.builder().own("images", -3).build()).own())
                .isEmpty();
    }

    @Test
    void aTotalBeyondItsBoundIsSeenBeforeItOverflows() {
        Quantities full =
                Quantities.builder().own("images", Quantities.TOTAL_MAX).build();

        assertThat(full.exceedsTotalMax()).isFalse();
        assertThat(full.plus(USED).exceedsTotalMax()).isTrue();
        assertThatThrownBy(() -> full.plus(full).plus(full)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aMeterOfOnesOwnHasALegalName() {
        assertThat(MeterName.isLegalOwn("images")).isTrue();
        assertThat(MeterName.isLegalOwn("m".repeat(64))).isTrue();
        assertThat(MeterName.isLegalOwn("m".repeat(65))).isFalse();
        assertThat(MeterName.isLegalOwn("")).isFalse();
        assertThat(MeterName.isLegalOwn("two words")).isFalse();
        assertThat(MeterName.isLegalOwn("größe")).isFalse();
        assertThat(MeterName.isLegalOwn("latency_millis")).isFalse();
        assertThat(MeterName.builtIn()).noneMatch(MeterName::isLegalOwn);
    }
}
