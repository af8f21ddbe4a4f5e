package dev.tallygate.batch;

import dev.tallygate.operation.Mode;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import java.time.Duration;
import java.util.List;

/** A Stripe that is switched on and that nobody can reach: for tests in which it has nothing to say. */
public final class SilentStripe {
    private static final int DAYS_UNTIL_DUE = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private SilentStripe() {}

    public static StripeProvider provider() {
        StripeSettings settings = new StripeSettings(
                "sk_test_never",
                "http://127.0.0.1:9",
                List.of(),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                DAYS_UNTIL_DUE,
                new StripeSettings.Timeouts(PATIENCE, PATIENCE));
        return new StripeProvider(settings, Mode.TEST);
    }
}
