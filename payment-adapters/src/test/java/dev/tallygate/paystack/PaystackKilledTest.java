package dev.tallygate.paystack;

import dev.tallygate.TestDatabase;
import dev.tallygate.provider.KilledDeliveryTest;
import dev.tallygate.provider.ProviderWorld;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Paystack, told by somebody who is killed at every call. */
class PaystackKilledTest extends KilledDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) throws IOException {
        return new PaystackWorld(folder, PATIENCE);
    }
}
