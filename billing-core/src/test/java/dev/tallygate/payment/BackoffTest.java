package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.payment.Backoff.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(new SplittableRandom(7));

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,      500,    1000
            2,     1000,    2000
            5,     8000,   16000
            12, 1024000, 2048000
            13, 1800000, 3600000
            99, 1800000, 3600000
            """)
    void waitsDoubleUpToAnHour(int attempts, long millisMin, long millisMax) {
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.after(Pace.CALL, attempts, Optional.empty()).toMillis())
                    .isBetween(millisMin, millisMax);
        }
    }

    @Test
    void whatTheProviderNamesIsNeverUndercut() {
        assertThat(backoff.after(Pace.CALL, 1, Optional.of(Duration.ofSeconds(90))))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(backoff.after(Pace.CALL, 13, Optional.of(Duration.ofSeconds(1))))
                .isGreaterThan(Duration.ofMinutes(29));
    }
}
