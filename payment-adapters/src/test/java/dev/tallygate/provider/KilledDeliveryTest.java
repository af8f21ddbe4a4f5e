package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever delivers is killed at each call in turn, reads included: before it, after it and before its record, after its
 * record. Another process goes on, and in the end books and provider have what they have where nobody was killed.
 */
public abstract class KilledDeliveryTest {
    /** What an adapter waits for an answer here: on a busy machine nobody is to be taken for away. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LEASE_OVER = Duration.ofMinutes(3);
    private static final int LIFE_MAX = 500;
    private static final int PARKED_MAX = 100;

    @TempDir
    Path folder;

    private ProviderWorld there;
    private PaymentWorld world;
    private int points;

    /** A schema of the class's own. */
    protected abstract TestDatabase database();

    /** A new, empty provider that keeps its files in the folder. */
    protected abstract ProviderWorld open(Path folder) throws IOException;

    @BeforeEach
    void openProvider() throws IOException {
        database().clear();
        there = open(folder);
        world = new PaymentWorld(database(), there.clock(), there.provider(), folder.resolve("home"));
    }

    @AfterEach
    void closeProvider() {
        world.close();
        there.close();
    }

    /** Whether it makes sense there; all do but for who is paid at once. */
    protected boolean canBeTold(Story story) {
        return true;
    }

    /** Makes the customer as it is before its invoice is planned. */
    protected Customer customer(PaymentWorld before, CustomerProfile profile) {
        return before.customers().create(profile);
    }

    /** The provider of the negative control: what a try sends is not known as that of the try before it. */
    protected PaymentProvider forgetful(PaymentProvider provider) {
        return new ForgetfulProvider(provider);
    }

    /** What is to be told to the provider. */
    protected enum Story {
        /** And paid in the end. */
        DELIVERED,
        VOIDED_AS_A_DRAFT,
        VOIDED_WHEN_FINALIZED,
        /** By a person, while nobody knows what the one who was killed had done. */
        VOIDED_WHEN_KILLED
    }

    /** When the process dies. */
    enum Moment {
        NEVER,
        BEFORE_THE_CALL,
        AFTER_THE_CALL,
        /** After the call, and the next process after the first call that it makes. */
        AFTER_THE_CALL_AND_AGAIN,
        /** Calls are counted by deliveries here: each ends with one record. */
        AFTER_THE_RECORD
    }

    /** What came of one death: what the books say, and what the provider has, when all was over. */
    private record Ended(String where, String here, List<String> there) {
        /** What somebody still owes; how far it had come before it was taken back depends on when that was. */
        List<String> living() {
            return there.stream()
                    .filter(line -> line.startsWith(ProviderWorld.INVOICE))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    @DisplayName("invariant 9: killed at any call, and gone on: the provider has what it has where nobody was killed")
    void killedAtAnyCallItEndsAsIfNobodyHadBeen(Story story) {
        assumeTrue(canBeTold(story));
        long begin = System.nanoTime();
        Death none = new Death(Moment.NEVER, 0, UnaryOperator.identity());
        Ended plain = ended(story, none);
        List<Ended> all = new ArrayList<>();
        for (Moment moment : moments(story)) {
            int last = moment == Moment.AFTER_THE_RECORD ? none.deliveries : none.calls();
            for (int number = 1; number <= last; number++) {
                Death death = new Death(moment, number, UnaryOperator.identity());
                all.add(ended(story, death));
                assertThat(death.isOver()).as("%s %d happened", moment, number).isTrue();
            }
        }

        System.out.printf(
                "%s %s: %d calls, %d records, %d kills in %d ms: %s%n",
                getClass().getSimpleName(),
                story,
                none.calls(),
                none.deliveries,
                all.size(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                plain);
        assertThat(all).hasSizeGreaterThan(none.calls()).allSatisfy(end -> {
            assertThat(end.here()).as(end.where()).isEqualTo(plain.here());
            if (story == Story.VOIDED_WHEN_KILLED) {
                assertThat(end.living()).as(end.where()).isEmpty();
            } else {
                assertThat(end.there()).as(end.where()).isEqualTo(plain.there());
            }
        });
        if (story == Story.DELIVERED) {
            assertThat(plain.here()).isEqualTo("PAID, paid 15000, parked []");
            assertThat(plain.there()).isNotEmpty();
        } else {
            assertThat(plain.living()).isEmpty();
        }
    }

    /** Two deaths in a row are for one story: the others would show the same once more. */
    private static List<Moment> moments(Story story) {
        return story == Story.DELIVERED
                ? List.of(
                        Moment.BEFORE_THE_CALL,
                        Moment.AFTER_THE_CALL,
                        Moment.AFTER_THE_CALL_AND_AGAIN,
                        Moment.AFTER_THE_RECORD)
                : List.of(Moment.BEFORE_THE_CALL, Moment.AFTER_THE_CALL, Moment.AFTER_THE_RECORD);
    }

    @Test
    @DisplayName(
            "negative control: where keys are not kept, a kill after a call leaves more there than there should be")
    void keysThatAreNotKeptAreCaught() {
        Death none = new Death(Moment.NEVER, 0, UnaryOperator.identity());
        Ended plain = ended(Story.DELIVERED, none);
        List<Ended> others = new ArrayList<>();
        for (int number = 1; number <= none.calls(); number++) {
            Ended end = ended(Story.DELIVERED, new Death(Moment.AFTER_THE_CALL, number, this::forgetful));
            if (!end.there().equals(plain.there())) {
                others.add(end);
            }
        }

        assertThat(others).as("that differ from %s", plain).isNotEmpty();
    }

    private Ended ended(Story story, Death death) {
        points++;
        world.restart(there.provider());
        Customer customer = customer(world, profile());
        InvoiceId id = world.planned(customer, 100_00, 50_00);
        Life life = new Life(death);
        switch (story) {
            case DELIVERED -> {
                life.drainAll();
                pay(id);
            }
            case VOIDED_AS_A_DRAFT -> {
                life.drainUntilThere(id);
                voidInvoice(id);
                life.drainAll();
            }
            case VOIDED_WHEN_FINALIZED -> {
                life.drainAll();
                voidInvoice(id);
                life.drainAll();
            }
            case VOIDED_WHEN_KILLED -> {
                life.drainUntilKilled();
                voidInvoice(id);
                life.drainAll();
            }
        }
        return new Ended(death.toString(), here(id), there.belongings(profile().email()));
    }

    private CustomerProfile profile() {
        String id = "customer-" + points;
        return new CustomerProfile(
                id,
                "The people of " + id,
                there.email(id),
                Currency.getInstance(there.currency()),
                there.provider().name());
    }

    /** Where it was not paid by itself; by somebody whose calls are not counted. */
    private void pay(InvoiceId id) {
        world.restart(there.provider());
        if (world.invoice(id).status() == InvoiceStatus.FINALIZED) {
            there.pay(world, id);
            world.reconciler().reconcile(id.toString());
        }
    }

    private void voidInvoice(InvoiceId id) {
        world.invoices().voidInvoice(id.toString(), there.clock().instant());
    }

    private String here(InvoiceId id) {
        Invoice invoice = world.invoice(id);
        List<String> parked = world.parked().open(PARKED_MAX).stream()
                .filter(entry -> entry.key().customerKey() == invoice.customerKey())
                .map(entry -> entry.cause().reason())
                .toList();
        return "%s, paid %d, parked %s"
                .formatted(invoice.status(), invoice.amountPaid().minorUnits(), parked);
    }

    /** One death, or two in a row, at their places. */
    private final class Death {
        private final Moment moment;
        private final int number;
        private final UnaryOperator<PaymentProvider> disguise;
        private final List<CrashingProvider> lives = new ArrayList<>();
        private int deliveries;
        private int deaths;

        /** @param disguise what stands between product and adapter */
        Death(Moment moment, int number, UnaryOperator<PaymentProvider> disguise) {
            this.moment = moment;
            this.number = number;
            this.disguise = disguise;
        }

        /** The provider as the next process has it. */
        CrashingProvider next() {
            var provider = new CrashingProvider(disguise.apply(there.provider()));
            if (lives.isEmpty() && moment != Moment.NEVER && moment != Moment.AFTER_THE_RECORD) {
                provider.crashAt(number, moment != Moment.BEFORE_THE_CALL);
            } else if (lives.size() == 1 && moment == Moment.AFTER_THE_CALL_AND_AGAIN) {
                provider.crashAt(1, true);
            }
            lives.add(provider);
            return provider;
        }

        int calls() {
            return lives.getFirst().calls();
        }

        boolean isOver() {
            return deaths > 0;
        }

        /** Whether the process dies now that something is recorded. */
        boolean isAfterRecord() {
            deliveries++;
            return moment == Moment.AFTER_THE_RECORD && deliveries == number;
        }

        @Override
        public String toString() {
            return moment + " " + number;
        }
    }

    /** Processes, one after another, up to the one that ends the story. */
    private final class Life {
        private final Death death;

        Life(Death death) {
            this.death = death;
            world.restart(death.next());
        }

        void drainAll() {
            for (int step = 0; step < LIFE_MAX; step++) {
                if (!drain()) {
                    return;
                }
            }
            throw new AssertionError("deliveries never end: " + world.states());
        }

        void drainUntilThere(InvoiceId id) {
            while (world.invoice(id).reference().providerInvoiceId() == null && drain()) {
                assertThat(world.states()).hasSizeLessThan(LIFE_MAX);
            }
        }

        void drainUntilKilled() {
            while (!death.isOver() && drain()) {
                assertThat(world.states()).hasSizeLessThan(LIFE_MAX);
            }
        }

        /** One call with its record; false where nothing waits any more. */
        private boolean drain() {
            try {
                DrainReport report = world.delivery().drain(1);
                if (report.isIdle()) {
                    report.nextTime()
                            .map(next -> Duration.between(there.clock().instant(), next))
                            .filter(Duration::isPositive)
                            .ifPresent(there.clock()::advance);
                } else if (death.isAfterRecord()) {
                    reborn();
                }
                return report.nextTime().isPresent();
            } catch (CrashingProvider.Crash crash) {
                reborn();
                there.clock().advance(LEASE_OVER);
                return true;
            }
        }

        private void reborn() {
            death.deaths++;
            world.restart(death.next());
        }
    }
}
