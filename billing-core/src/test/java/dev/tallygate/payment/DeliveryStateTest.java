package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLANNED         | HELD SENT NEEDS_ATTENTION ABANDONED
            HELD            | PLANNED UNKNOWN ACCEPTED NEEDS_ATTENTION ABANDONED
            SENT            | HELD SENT UNKNOWN ACCEPTED REJECTED NEEDS_ATTENTION ABANDONED
            UNKNOWN         | HELD SENT UNKNOWN ACCEPTED REJECTED NEEDS_ATTENTION ABANDONED
            ACCEPTED        | ''
            REJECTED        | ABANDONED
            NEEDS_ATTENTION | ABANDONED
            ABANDONED       | ''
            """)
    @DisplayName("invariant 10: states only move forward")
    void statesOnlyMoveForward(DeliveryState state, String next) {
        String allowed = Arrays.stream(DeliveryState.values())
                .filter(state::canBecome)
                .map(Enum::name)
                .collect(Collectors.joining(" "));

        assertThat(allowed).isEqualTo(next);
    }
}
