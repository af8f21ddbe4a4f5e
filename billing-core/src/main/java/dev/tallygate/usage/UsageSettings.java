package dev.tallygate.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far from now an event's usage_time may lie: {@code tallygate.usage.*}.
 *
 * @param pastMax backwards; lifted for an operator's import
 * @param futureMax forwards: how far clocks may differ
 */
@ConfigurationProperties("tallygate.usage")
public record UsageSettings(
        @DefaultValue("35d") Duration pastMax,
        @DefaultValue("5m") Duration futureMax) {

    public UsageSettings {
        if (pastMax.isNegative() || futureMax.isNegative()) {
            throw new IllegalArgumentException("tallygate.usage.past-max and tallygate.usage.future-max: " + pastMax
                    + " and " + futureMax + " (expected: not negative)");
        }
    }
}
