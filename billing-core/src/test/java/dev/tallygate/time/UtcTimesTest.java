package dev.tallygate.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class UtcTimesTest {

    @Test
    void nanosecondsAreCutNotRounded() {
        Instant instant = Instant.parse("2026-03-31T23:59:59.999999999Z");

        assertThat(UtcTimes.toMicros(instant)).isEqualTo(Instant.parse("2026-03-31T23:59:59.999999Z"));
        assertThat(UtcTimes.toColumn(instant)).isEqualTo(LocalDateTime.parse("2026-03-31T23:59:59.999999"));
    }

    @Test
    void aColumnComesBackAsItWas() {
        Instant instant = Instant.parse("2026-10-25T01:30:00.000001Z");

        assertThat(UtcTimes.fromColumn(UtcTimes.toColumn(instant))).isEqualTo(instant);
        assertThat(UtcTimes.microsBetween(instant, instant.plusSeconds(2))).isEqualTo(2_000_000);
    }
}
