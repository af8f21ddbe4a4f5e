package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.operation.Mode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StripeLimitsTest {

    @Test
    void withoutASettingItIsWhatStripeAllowsInThisMode() {
        assertThat(bound(Map.of()).callsASecond(Mode.TEST)).isEqualTo(25);
        assertThat(bound(Map.of()).callsASecond(Mode.LIVE)).isEqualTo(100);
    }

    @Test
    void aSettingHoldsInBothModes() {
        StripeLimits slow = bound(Map.of("stripe.calls-a-second", "3"));

        assertThat(slow.callsASecond(Mode.TEST)).isEqualTo(3);
        assertThat(slow.callsASecond(Mode.LIVE)).isEqualTo(3);
        assertThatThrownBy(() -> new StripeLimits(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("STRIPE_CALLS_A_SECOND: -1 (expected: 1 to 10000, or 0 for Stripe's own)");
    }

    private static StripeLimits bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("stripe", StripeLimits.class);
    }
}
