package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee.Stretch;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinimumTest {

    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Instant ELEVENTH = Instant.parse("2026-03-11T00:00:00Z");
    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # charged cents, missing to 20.00
            0,      20.00 USD
            11_60,  8.40 USD
            19_99,  0.01 USD
            20_00,  0.00 USD
            99_00,  0.00 USD
            -1_00,  21.00 USD
            """)
    void whatTheLinesDoNotComeToIsMissing(String cents, String missing) {
        Money charged = new Money(Long.parseLong(cents.replace("_", "")), USD);

        Minimum.Line line = Minimum.linesOf(MARCH, whole(version(7, "20.00")), Map.of("fee", charged))
                .getFirst();

        assertThat(line.amount().display()).isEqualTo(missing);
        assertThat(line.minimum().display()).isEqualTo("20.00 USD");
        assertThat(line.ratingKey()).isEqualTo(new RatingKey(MARCH.start(), "fee", Minimum.KEY));
        assertThat(line.planVersionId()).isEqualTo(7);
    }

    @Test
    void aPartOfThePeriodOwesItsPart() {
        List<Stretch> stretches = List.of(new Stretch(ELEVENTH, MARCH.end(), version(1, "31.00")));

        assertThat(Minimum.linesOf(MARCH, stretches, Map.of()))
                .extracting(line -> line.amount().display())
                .containsExactly("21.00 USD");
    }

    @Test
    void severalWindowsOweOneMinimumInTheLastThatHasTheCharge() {
        Instant twentieth = Instant.parse("2026-03-20T00:00:00Z");
        List<Stretch> stretches = List.of(
                new Stretch(MARCH.start(), ELEVENTH, version(1, "31.00")),
                new Stretch(ELEVENTH, twentieth, version(2, "0")),
                new Stretch(twentieth, MARCH.end(), without(3)));

        List<Minimum.Line> lines = Minimum.linesOf(MARCH, stretches, Map.of("fee", new Money(4_00, USD)));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().minimum().display()).isEqualTo("10.00 USD");
        assertThat(lines.getFirst().amount().display()).isEqualTo("6.00 USD");
        assertThat(lines.getFirst().ratingKey().windowStart()).isEqualTo(ELEVENTH);
        assertThat(lines.getFirst().planVersionId()).isEqualTo(2);
    }

    @Test
    void itIsRoundedOnceHowManyWindowsThereAre() {
        Instant middle =
                MARCH.start().plus(Duration.between(MARCH.start(), MARCH.end()).dividedBy(2));
        List<Stretch> stretches = List.of(
                new Stretch(MARCH.start(), middle, version(1, "0.01")),
                new Stretch(middle, MARCH.end(), version(2, "0.01")));

        assertThat(Minimum.linesOf(MARCH, stretches, Map.of()))
                .extracting(line -> line.amount().display())
                .containsExactly("0.01 USD");
    }

    @Test
    void chargesWithoutAMinimumHaveNoLine() {
        assertThat(Minimum.linesOf(MARCH, whole(version(1, "0")), Map.of())).isEmpty();
        assertThat(Minimum.linesOf(MARCH, whole(without(1)), Map.of())).isEmpty();
    }

    private static List<Stretch> whole(PlanVersion version) {
        return List.of(new Stretch(MARCH.start(), MARCH.end(), version));
    }

    private static PlanVersion version(long id, String minimum) {
        String fee = "{id: fee, meter: gmv_minor, percentage: 2.9, minimum: " + minimum + "}";
        return new PlanVersion(
                id,
                1,
                PlanParser.parse("plan: p\ncurrency: USD\ncharges: [" + fee + "]")
                        .getFirst()
                        .plan());
    }

    private static PlanVersion without(long id) {
        return new PlanVersion(
                id,
                1,
                PlanParser.parse("plan: q\ncurrency: USD\ncharges: [{id: base, flat: 1}]")
                        .getFirst()
                        .plan());
    }
}
