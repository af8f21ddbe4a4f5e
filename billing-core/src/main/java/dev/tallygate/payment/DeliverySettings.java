package dev.tallygate.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries are made: {@code tallygate.deliveries.*}.
 *
 * @param atOnce calls of a drainer that wait for their answers at a time, 1 to 100; the paces of the accounts hold beside it
 */
@ConfigurationProperties("tallygate.deliveries")
public record DeliverySettings(@DefaultValue("8") int atOnce) {
    private static final int AT_ONCE_MAX = 100;

    public DeliverySettings {
        if (atOnce < 1 || atOnce > AT_ONCE_MAX) {
            throw new IllegalArgumentException(
                    "tallygate.deliveries.at-once: " + atOnce + " (expected: 1 to " + AT_ONCE_MAX + ")");
        }
    }
}
