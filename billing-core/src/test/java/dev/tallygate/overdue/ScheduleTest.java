package dev.tallygate.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.OverdueTerms;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final Instant DUE = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # notices  | failed | now                      | latest | due now | next
            -1 0 3 7   | false  | 2026-03-01T00:00:00Z     |        | 0       | 2026-03-04T00:00:00Z
            -1 0 3 7   | true   | 2026-03-01T00:00:00Z     |        | -1      | 2026-03-04T00:00:00Z
            0 3 7      | true   | 2026-03-01T00:00:00Z     |        | 0       | 2026-03-04T00:00:00Z
            -1 0 3 7   | false  | 2026-03-03T23:59:59.999Z | 0      |         | 2026-03-04T00:00:00Z
            -1 0 3 7   | false  | 2026-03-04T00:00:00Z     | 0      | 3       | 2026-03-08T00:00:00Z
            -1 0 3 7   | true   | 2026-03-09T00:00:00Z     |        | -1 3 7  |
            -1 0 3 7   | false  | 2026-03-09T00:00:00Z     | 7      |         |
            # a charge that fails after reminders were sent tells nothing new
            -1 0 3 7   | true   | 2026-03-04T00:00:00Z     | 3      |         | 2026-03-08T00:00:00Z
            # a plan that was changed: what lies behind the latest one is not made up for
            1 2 10     | false  | 2026-03-05T00:00:00Z     | 3      |         | 2026-03-11T00:00:00Z
                       | true   | 2026-03-05T00:00:00Z     |        |         |
            """)
    void eachNoticeHasItsDay(
            @Nullable String notices,
            boolean hasFailed,
            Instant now,
            @Nullable Integer latest,
            @Nullable String due,
            @Nullable Instant next) {
        Schedule schedule = new Schedule(new OverdueTerms(days(notices), null), DUE, hasFailed);

        assertThat(schedule.dueAt(now, Optional.ofNullable(latest))).isEqualTo(days(due));
        assertThat(schedule.nextAfter(now).orElse(null)).isEqualTo(next);
    }

    private static List<Integer> days(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }
}
