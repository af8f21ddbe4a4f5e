package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class UsageSettingsTest {

    @Test
    void usageIsTakenFromThirtyFiveDaysAgoToFiveMinutesAhead() {
        UsageSettings settings = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("tallygate.usage", UsageSettings.class);

        assertThat(settings).isEqualTo(new UsageSettings(Duration.ofDays(35), Duration.ofMinutes(5), 200));
    }

    @Test
    void aNegativeBoundStopsTheStart() {
        assertThatThrownBy(() -> new UsageSettings(Duration.ofDays(-1), Duration.ZERO, 200))
                .hasMessageContaining("tallygate.usage.past-max");
    }

    @Test
    void totalsThatMayNotLagBehindAtAllAreRefused() {
        assertThatThrownBy(() -> new UsageSettings(Duration.ofDays(35), Duration.ofMinutes(5), 0))
                .hasMessageContaining("tallygate.usage.totals-behind-max: 0");
    }
}
