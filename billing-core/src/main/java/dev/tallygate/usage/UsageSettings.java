package dev.tallygate.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How usage is recorded: {@code tallygate.usage.*}.
 *
 * @param pastMax how far back from now a usage_time may lie; lifted for an operator's import
 * @param futureMax how far ahead of now: how far clocks may differ
 * @param totalsBehindMax rows by which a customer's totals may lag behind its events, from 1 on: the more, the fewer writes,
 *     and the more rows every reader of totals adds
 */
@ConfigurationProperties("tallygate.usage")
public record UsageSettings(
        @DefaultValue("35d") Duration pastMax,
        @DefaultValue("5m") Duration futureMax,
        @DefaultValue("200") int totalsBehindMax) {

    public UsageSettings {
        if (pastMax.isNegative() || futureMax.isNegative()) {
            throw new IllegalArgumentException("tallygate.usage.past-max and tallygate.usage.future-max: " + pastMax
                    + " and " + futureMax + " (expected: not negative)");
        }
        if (totalsBehindMax < 1) {
            throw new IllegalArgumentException(
                    "tallygate.usage.totals-behind-max: " + totalsBehindMax + " (expected: 1 or more)");
        }
    }
}
