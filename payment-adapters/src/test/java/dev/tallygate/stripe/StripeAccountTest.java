package dev.tallygate.stripe;

import dev.tallygate.provider.ProviderAccount;
import dev.tallygate.provider.ProviderAccountTest;
import dev.tallygate.provider.RealAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;

/** One at the local Stripe, and, where somebody wants it, one of Stripe's own. */
class StripeAccountTest {
    @Nested
    class Local extends ProviderAccountTest {
        @Override
        protected ProviderAccount open(Path folder) throws IOException {
            var world = new StripeWorld(folder);
            return new StripeAccount(world.stripe.apiKey(), world.stripe.url(), world.clock, world::close);
        }
    }

    @Nested
    class Real extends ProviderAccountTest {
        @Override
        protected ProviderAccount open(Path folder) {
            String key = RealAccount.testKey("STRIPE_API_KEY", "STRIPE_API_BASE");
            return new StripeAccount(key, "https://api.stripe.com", Clock.systemUTC(), () -> {});
        }
    }
}
