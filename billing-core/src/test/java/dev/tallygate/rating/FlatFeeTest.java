package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatFeeTest {

    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));

    @Test
    void aWholePeriodCostsTheWholeFee() {
        FlatFee.Line line =
                lines(version(1, "USD", "31.00"), MARCH.start(), MARCH.end()).getFirst();

        assertThat(line.amount().display()).isEqualTo("31.00 USD");
        assertThat(line.unrounded()).isEqualByComparingTo("31");
        assertThat(line.ratingKey()).isEqualTo(new RatingKey(MARCH.start(), "base", ""));
        assertThat(line.planVersionId()).isEqualTo(1);
    }

    @Test
    void aFirstPeriodFrom11MarchCosts21Of31Days() {
        Instant from = Instant.parse("2026-03-11T00:00:00Z");

        FlatFee.Line line = lines(version(1, "USD", "31.00"), from, MARCH.end()).getFirst();

        assertThat(line.amount().display()).isEqualTo("21.00 USD");
    }

    @Test
    void oneYenOverTwoHalvesStaysOneYen() {
        Instant middle =
                MARCH.start().plus(Duration.between(MARCH.start(), MARCH.end()).dividedBy(2));

        List<FlatFee.Line> lines = FlatFee.linesOf(
                MARCH,
                List.of(
                        new FlatFee.Stretch(MARCH.start(), middle, version(1, "JPY", "1")),
                        new FlatFee.Stretch(middle, MARCH.end(), version(2, "JPY", "1"))));

        assertThat(lines).extracting(line -> line.amount().minorUnits()).containsExactly(0L, 1L);
        assertThat(lines).allSatisfy(line -> assertThat(line.unrounded()).isEqualByComparingTo("0.5"));
    }

    @Test
    void linesOfOneFeeAddUpToTheFeeHoweverThePeriodIsCut() {
        for (int cuts = 1; cuts <= 97; cuts++) {
            List<FlatFee.Stretch> stretches = new ArrayList<>();
            Duration step = Duration.between(MARCH.start(), MARCH.end()).dividedBy(cuts);
            for (int i = 0; i < cuts; i++) {
                Instant start = MARCH.start().plus(step.multipliedBy(i));
                Instant end = i == cuts - 1 ? MARCH.end() : start.plus(step);
                stretches.add(new FlatFee.Stretch(start, end, version(1, "USD", "19.99")));
            }

            long sum = FlatFee.linesOf(MARCH, stretches).stream()
                    .mapToLong(line -> line.amount().minorUnits())
                    .sum();

            assertThat(sum).as("%d cuts", cuts).isEqualTo(19_99);
        }
    }

    @Test
    void aFeeThatChangesIsProratedInEachPart() {
        Instant switched = Instant.parse("2026-03-11T00:00:00Z");

        List<FlatFee.Line> lines = FlatFee.linesOf(
                MARCH,
                List.of(
                        new FlatFee.Stretch(MARCH.start(), switched, version(1, "USD", "31.00")),
                        new FlatFee.Stretch(switched, MARCH.end(), version(2, "USD", "62.00"))));

        assertThat(lines).extracting(line -> line.amount().display()).containsExactly("10.00 USD", "42.00 USD");
        assertThat(lines).extracting(line -> line.ratingKey().windowStart()).containsExactly(MARCH.start(), switched);
    }

    @Test
    void aStretchOutsideThePeriodIsRefused() {
        assertThatThrownBy(() ->
                        lines(version(1, "USD", "1"), MARCH.start(), MARCH.end().plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: within 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z");
    }

    private static List<FlatFee.Line> lines(PlanVersion version, Instant start, Instant end) {
        return FlatFee.linesOf(MARCH, List.of(new FlatFee.Stretch(start, end, version)));
    }

    private static PlanVersion version(long id, String currency, String flat) {
        String yaml = "plan: p\ncurrency: " + currency + "\ncharges: [{id: base, flat: " + flat + "}]";
        return new PlanVersion(id, 1, PlanParser.parse(yaml).getFirst().plan());
    }
}
