package dev.tallygate.batch.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2023-11-16 18:17:03.9799600   | ''                    | UTC          | 2023-11-16T18:17:03.97996Z
            2023-11-16T18:17:03Z          | ''                    | UTC          | 2023-11-16T18:17:03Z
            2023-11-16T18:17              | ''                    | UTC          | 2023-11-16T18:17:00Z
            2023-11-16T18:17:03+01:00     | ''                    | UTC          | 2023-11-16T17:17:03Z
            2023-11-16                    | ''                    | UTC          | 2023-11-16T00:00:00Z
            2023-11-16 18:17:03           | ''                    | Africa/Lagos | 2023-11-16T17:17:03Z
            2023-11-16T18:17:03Z          | ''                    | Africa/Lagos | 2023-11-16T18:17:03Z
            16.11.2023 18:17              | dd.MM.yyyy HH:mm      | UTC          | 2023-11-16T18:17:00Z
            16/11/2023 18:17 +0100        | dd/MM/yyyy HH:mm xxxx | UTC          | 2023-11-16T17:17:00Z
            """)
    void aTimeIsUtcUnlessItOrTheCommandSaysAnother(String text, String pattern, String zone, Instant instant) {
        assertThat(TimeFormat.of(pattern, ZoneId.of(zone)).parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2023-13-01", "2023-11-16 25:00:00", "2023-11-16 18:17:03 x"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> TimeFormat.of("", ZoneId.of("UTC")).parse(text))
                .isInstanceOf(DateTimeException.class);
    }
}
