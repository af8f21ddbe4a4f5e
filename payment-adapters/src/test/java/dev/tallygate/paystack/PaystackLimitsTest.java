package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PaystackLimitsTest {

    @Test
    void fiveCallsASecondUnlessASettingSaysOtherwise() {
        assertThat(bound(Map.of()).callsASecond()).isEqualTo(5);
        assertThat(bound(Map.of("paystack.calls-a-second", "50")).callsASecond())
                .isEqualTo(50);
        assertThatThrownBy(() -> new PaystackLimits(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PAYSTACK_CALLS_A_SECOND: 0 (expected: 1 to 10000)");
    }

    private static PaystackLimits bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("paystack", PaystackLimits.class);
    }
}
