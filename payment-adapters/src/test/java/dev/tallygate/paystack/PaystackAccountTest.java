package dev.tallygate.paystack;

import dev.tallygate.provider.ProviderAccount;
import dev.tallygate.provider.ProviderAccountTest;
import dev.tallygate.provider.RealAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;

/** One at the local Paystack, and, where somebody wants it, one of Paystack's own. */
class PaystackAccountTest {
    @Nested
    class Local extends ProviderAccountTest {
        @Override
        protected ProviderAccount open(Path folder) throws IOException {
            var world = new PaystackWorld(folder);
            return new PaystackAccount(world.paystack.secretKey(), world.paystack.url(), world.clock(), world::close);
        }
    }

    @Nested
    class Real extends ProviderAccountTest {
        @Override
        protected ProviderAccount open(Path folder) {
            String key = RealAccount.testKey("PAYSTACK_SECRET_KEY", "PAYSTACK_API_BASE");
            return new PaystackAccount(key, "https://api.paystack.co", Clock.systemUTC(), () -> {});
        }
    }
}
