package dev.tallygate.paystack;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.KilledDeliveryTest;
import dev.tallygate.provider.ProviderWorld;
import dev.tallygate.sandbox.paystack.SavedCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A saved card, charged by somebody who is killed at every call: one attempt for each invoice. */
class PaystackChargeKilledTest extends KilledDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private @Nullable ChargedWorld there;

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) throws IOException {
        there = new ChargedWorld(folder);
        return there;
    }

    /** What is charged is paid: a void that comes after it is a refund. */
    @Override
    protected boolean canBeTold(Story story) {
        return story == Story.DELIVERED;
    }

    /** It has paid before, and left its card. */
    @Override
    protected Customer customer(PaymentWorld world, CustomerProfile profile) {
        ChargedWorld paystack = Objects.requireNonNull(there);
        try (PaymentWorld before = new PaymentWorld(DATABASE, paystack.clock(), paystack.provider())) {
            before.customers().create(profile);
            before.drainAll();
        }
        Customer customer = world.customers().require(profile.customerId());
        paystack.paystack().paystack.saveCard(customer.atProvider().orElseThrow(), SavedCard.PAYS);
        return customer;
    }
}
