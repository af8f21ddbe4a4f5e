package dev.tallygate.stripe;

import dev.tallygate.operation.Mode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast one process calls Stripe: {@code STRIPE_CALLS_A_SECOND}.
 *
 * @param callsASecond 0 = what Stripe allows by default (docs.stripe.com/rate-limits): 25 with test keys, 100 with live ones
 */
@ConfigurationProperties("stripe")
public record StripeLimits(@DefaultValue("0") int callsASecond) {
    private static final int TEST = 25;
    private static final int LIVE = 100;
    private static final int MOST = 10_000;

    public StripeLimits {
        if (callsASecond < 0 || callsASecond > MOST) {
            throw new IllegalArgumentException(
                    "STRIPE_CALLS_A_SECOND: " + callsASecond + " (expected: 1 to 10000, or 0 for Stripe's own)");
        }
    }

    int callsASecond(Mode mode) {
        if (callsASecond > 0) {
            return callsASecond;
        }
        return switch (mode) {
            case TEST -> TEST;
            case LIVE -> LIVE;
        };
    }
}
