package dev.tallygate.manual;

import dev.tallygate.TestDatabase;
import dev.tallygate.provider.KilledDeliveryTest;
import dev.tallygate.provider.ProviderWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bank transfer, told by somebody who is killed at every call. */
class ManualKilledTest extends KilledDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) {
        return new ManualWorld(DATABASE, PATIENCE);
    }
}
