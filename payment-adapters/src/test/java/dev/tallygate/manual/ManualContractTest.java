package dev.tallygate.manual;

import dev.tallygate.TestDatabase;
import dev.tallygate.provider.ProviderContractTest;
import dev.tallygate.provider.ProviderWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bank transfer passes the suite. */
class ManualContractTest extends ProviderContractTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) {
        return new ManualWorld(DATABASE);
    }
}
