package dev.tallygate.paystack;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.KilledDeliveryTest;
import dev.tallygate.provider.ProviderWorld;
import dev.tallygate.sandbox.paystack.SavedCard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A saved card, charged by somebody who is killed at every call: one attempt for each invoice. */
class PaystackChargeKilledTest extends KilledDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** In {@code inv-HASH.NGN.15000}: what references of its attempts begin with. */
    private static final Pattern CHARGE = Pattern.compile("(?<=^inv-)[0-9a-f]{32}");

    private @Nullable ChargedWorld there;

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    @Override
    protected ProviderWorld open(Path folder) throws IOException {
        there = new ChargedWorld(folder, PATIENCE);
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
        world.customers().create(profile);
        world.drainAll();
        Customer customer = world.customers().require(profile.customerId());
        Objects.requireNonNull(there)
                .paystack()
                .paystack
                .saveCard(customer.atProvider().orElseThrow(), SavedCard.PAYS);
        return customer;
    }

    /** The reference is the key: here each try has one of its own, and asks about no other. */
    @Override
    protected PaymentProvider forgetful(PaymentProvider provider) {
        return new CrashingProvider(provider) {
            @Override
            public Outcome execute(Call call, String idempotencyKey) {
                return super.execute(
                        call instanceof Call.ChargeInvoice charge ? renamed(charge.draft()) : call, idempotencyKey);
            }

            @Override
            public LookUp lookUp(Call call, Instant since) {
                return call instanceof Call.ChargeInvoice ? new LookUp.Absent() : super.lookUp(call, since);
            }
        };
    }

    private static Call.ChargeInvoice renamed(Call.ProviderDraft draft) {
        String name = CHARGE.matcher(draft.providerInvoiceId())
                .replaceFirst(UUID.randomUUID().toString().replace("-", ""));
        return new Call.ChargeInvoice(new Call.ProviderDraft(draft.invoice(), draft.providerCustomerId(), name));
    }
}
