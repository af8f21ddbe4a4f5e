package dev.tallygate.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingPeriodTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-01T00:00:00Z,        2026-03, 2026-04-01T00:00:00Z
            2026-03-31T23:59:59.999999Z, 2026-03, 2026-04-01T00:00:00Z
            2026-12-31T12:00:00Z,        2026-12, 2027-01-01T00:00:00Z
            2024-02-29T00:00:00Z,        2024-02, 2024-03-01T00:00:00Z
            1969-12-31T23:59:59Z,        1969-12, 1970-01-01T00:00:00Z
            """)
    void isTheCalendarMonthInUtc(Instant instant, String label, Instant end) {
        BillingPeriod period = BillingPeriod.monthContaining(instant);

        assertThat(period.label()).isEqualTo(label);
        assertThat(period.end()).isEqualTo(end);
        assertThat(period.contains(instant)).isTrue();
    }

    @Test
    @DisplayName("invariant 5: periods tile time, each instant belongs to exactly one")
    void periodsTileTime() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 8_000_000_000L));
            BillingPeriod period = BillingPeriod.monthContaining(instant);

            assertThat(period.contains(instant)).as("%s", instant).isTrue();
            assertThat(period.next().start()).isEqualTo(period.end());
            assertThat(period.previous().end()).isEqualTo(period.start());
            assertThat(period.next().contains(instant)).isFalse();
            assertThat(period.previous().contains(instant)).isFalse();
        }
    }

    @Test
    void theEndBelongsToTheNext() {
        BillingPeriod march = BillingPeriod.monthContaining(Instant.parse("2026-03-05T00:00:00Z"));

        assertThat(march.contains(march.start())).isTrue();
        assertThat(march.contains(march.end())).isFalse();
    }

    @Test
    void aPeriodHasALength() {
        Instant instant = Instant.parse("2026-03-05T00:00:00Z");

        assertThatThrownBy(() -> new BillingPeriod(instant, instant)).isInstanceOf(IllegalArgumentException.class);
    }
}
