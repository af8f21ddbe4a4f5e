package dev.tallygate.stripe;

import dev.tallygate.TestDatabase;
import dev.tallygate.provider.ProviderWorld;
import dev.tallygate.provider.RestoreDrillTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

class StripeRestoreDrillTest extends RestoreDrillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) throws IOException {
        return new StripeContractWorld(folder);
    }
}
