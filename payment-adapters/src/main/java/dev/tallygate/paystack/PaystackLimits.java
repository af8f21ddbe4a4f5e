package dev.tallygate.paystack;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast one process calls Paystack, which publishes no limit: {@code PAYSTACK_CALLS_A_SECOND}.
 *
 * @param callsASecond 1 to 10,000
 */
@ConfigurationProperties("paystack")
public record PaystackLimits(@DefaultValue("5") int callsASecond) {
    private static final int MOST = 10_000;

    public PaystackLimits {
        if (callsASecond < 1 || callsASecond > MOST) {
            throw new IllegalArgumentException("PAYSTACK_CALLS_A_SECOND: " + callsASecond + " (expected: 1 to 10000)");
        }
    }
}
