package dev.tallygate.stripe;

import dev.tallygate.TestDatabase;
import dev.tallygate.provider.KilledDeliveryTest;
import dev.tallygate.provider.ProviderWorld;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stripe, told by somebody who is killed at every call. */
class StripeKilledTest extends KilledDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) throws IOException {
        return new StripeContractWorld(folder, PATIENCE);
    }
}
