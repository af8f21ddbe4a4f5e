package dev.tallygate.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10 1 * * *      | 2026-11-25T01:10:00Z | 2026-11-26T01:10:00Z
            10 1 * * *      | 2026-11-25T01:09:59Z | 2026-11-25T01:10:00Z
            0 10 1 * * *    | 2026-11-25T00:00:00Z | 2026-11-25T01:10:00Z
            30 3 2 * *      | 2026-11-25T00:00:00Z | 2026-12-02T03:30:00Z
            @daily          | 2026-11-25T00:00:01Z | 2026-11-26T00:00:00Z
            0 0 29 2 *      | 2026-11-25T00:00:00Z | 2028-02-29T00:00:00Z
            */10 * * * * *  | 2026-11-25T00:00:01Z | 2026-11-25T00:00:10Z
            """)
    void theNextPlannedTimeIsInUtc(String text, Instant after, Instant expected) {
        assertThat(Cron.parse("TALLYGATE_JOBS_BILL", text).next(after)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily", "61 * * * *", "* * *", "", "0 0 31 2 *", "* * * * * * *"})
    void aWrongOneIsRefusedInASentenceThatNamesTheSetting(String text) {
        assertThatThrownBy(() -> Cron.parse("TALLYGATE_JOBS_BILL", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TALLYGATE_JOBS_BILL: " + text)
                .hasMessageEndingWith("(expected: minute hour day month weekday, in UTC, such as 10 1 * * *; or off)");
    }

    @Test
    void theLatestPlannedTimeIsTheLastOneOfAWalkThroughAllOfThem() {
        SplittableRandom random = new SplittableRandom(20261125);
        Instant start = Instant.parse("2025-01-31T00:00:00Z");
        for (String text : List.of("10 1 * * *", "*/7 3 * * *", "0 0 1 * *", "30 3 * * SUN", "0 0 29 2 *")) {
            Cron cron = Cron.parse("X", text);
            for (int i = 0; i < 50; i++) {
                Instant after =
                        start.plusSeconds(random.nextLong(Duration.ofDays(500).toSeconds()));
                Instant until =
                        after.plusSeconds(random.nextLong(Duration.ofDays(600).toSeconds()));
                assertThat(cron.latest(after, until))
                        .as("%s in (%s, %s]", text, after, until)
                        .isEqualTo(walk(cron, after, until));
            }
        }
    }

    private static Optional<Instant> walk(Cron cron, Instant after, Instant until) {
        Optional<Instant> last = Optional.empty();
        for (Instant next = cron.next(after).orElseThrow();
                !next.isAfter(until);
                next = cron.next(next).orElseThrow()) {
            last = Optional.of(next);
        }
        return last;
    }
}
