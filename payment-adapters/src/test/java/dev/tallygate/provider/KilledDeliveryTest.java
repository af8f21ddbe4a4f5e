package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld.There;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever delivers is killed at each call in turn, reads included: before it, after it and before its record, after its
 * record. Another process goes on, and in the end the provider has what it has where nobody was killed.
 */
public abstract class KilledDeliveryTest {
    private static final Duration LEASE_OVER = Duration.ofMinutes(3);
    private static final int LIFE_MAX = 500;

    @TempDir
    Path folder;

    private ProviderWorld there;
    private int points;

    /** A schema of the class's own. */
    protected abstract TestDatabase database();

    /** A new, empty provider that keeps its files in the folder. */
    protected abstract ProviderWorld open(Path folder) throws IOException;

    @BeforeEach
    void openProvider() throws IOException {
        database().clear();
        there = open(folder);
    }

    @AfterEach
    void closeProvider() {
        there.close();
    }

    /** Whether it makes sense there; all do but for who is paid at once. */
    protected boolean canBeTold(Story story) {
        return true;
    }

    /** Makes the customer as it is before its invoice is planned. */
    protected Customer customer(PaymentWorld world, CustomerProfile profile) {
        return world.customers().create(profile);
    }

    /** What is to be told to the provider. */
    protected enum Story {
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

    /** What came of one death: what the books say, and what was there when all was over. */
    private record Ended(String where, InvoiceStatus status, List<String> parked, String providerInvoiceId) {}

    @ParameterizedTest
    @EnumSource(Story.class)
    @DisplayName("invariant 9: killed at any call, and gone on: the provider has what it has where nobody was killed")
    void killedAtAnyCallItEndsAsIfNobodyHadBeen(Story story) {
        assumeTrue(canBeTold(story));
        Death none = new Death(Moment.NEVER, 0);
        Ended plain = ended(story, none);
        List<Ended> all = new ArrayList<>();
        for (Moment moment : List.of(
                Moment.BEFORE_THE_CALL,
                Moment.AFTER_THE_CALL,
                Moment.AFTER_THE_CALL_AND_AGAIN,
                Moment.AFTER_THE_RECORD)) {
            int last = moment == Moment.AFTER_THE_RECORD ? none.deliveries : none.calls();
            for (int number = 1; number <= last; number++) {
                Death death = new Death(moment, number);
                all.add(ended(story, death));
                assertThat(death.isOver()).as("%s %d happened", moment, number).isTrue();
            }
        }

        Map<String, There> invoices = new HashMap<>();
        there.invoices().forEach(invoice -> invoices.put(invoice.id(), invoice));
        String expected = picture(plain, invoices);
        assertThat(all)
                .isNotEmpty()
                .allSatisfy(end -> assertThat(picture(end, invoices)).as(end.where()).isEqualTo(expected));
        assertThat(invoices.keySet()).as("nothing that nobody knows of").isSubsetOf(ours(all, plain));
        assertThat(there.invoices()).as("nothing twice").hasSize(invoices.size());
        assertThat(there.customers()).as("nobody twice").hasSizeLessThanOrEqualTo(points);
        if (story == Story.DELIVERED) {
            assertThat(there.customers()).hasSize(points);
            assertThat(invoices).hasSize(points);
        }
    }

    private static List<String> ours(List<Ended> all, Ended plain) {
        List<String> ids = new ArrayList<>(List.of(plain.providerInvoiceId()));
        all.forEach(end -> ids.add(end.providerInvoiceId()));
        return ids;
    }

    private static String picture(Ended end, Map<String, There> invoices) {
        There invoice = invoices.get(end.providerInvoiceId());
        String seen = invoice == null
                ? "nothing"
                : "%s %s %d %s".formatted(invoice.status(), invoice.currency(), invoice.total(), invoice.lines());
        return "here %s, parked %s; there %s".formatted(end.status(), end.parked(), seen);
    }

    private Ended ended(Story story, Death death) {
        points++;
        try (Life life = new Life(death)) {
            InvoiceId id = life.world.planned(customer(life.world), 100_00, 50_00);
            switch (story) {
                case DELIVERED -> life.drainAll();
                case VOIDED_AS_A_DRAFT -> {
                    life.drainUntilThere(id);
                    life.voidInvoice(id);
                    life.drainAll();
                }
                case VOIDED_WHEN_FINALIZED -> {
                    life.drainAll();
                    life.voidInvoice(id);
                    life.drainAll();
                }
                case VOIDED_WHEN_KILLED -> {
                    life.drainUntilKilled();
                    life.voidInvoice(id);
                    life.drainAll();
                }
            }
            String name = life.world.invoice(id).reference().providerInvoiceId();
            return new Ended(
                    death.toString(),
                    life.world.invoice(id).status(),
                    life.world.parkedReasons(),
                    name == null ? "" : name);
        }
    }

    private Customer customer(PaymentWorld world) {
        String id = "customer-" + points;
        return customer(
                world,
                new CustomerProfile(
                        id,
                        "The people of " + id,
                        there.email(id),
                        Currency.getInstance(there.currency()),
                        there.provider().name()));
    }

    /** One death, or two in a row, at their places. */
    private final class Death {
        private final Moment moment;
        private final int number;
        private final List<CrashingProvider> lives = new ArrayList<>();
        private int deliveries;
        private int deaths;

        Death(Moment moment, int number) {
            this.moment = moment;
            this.number = number;
        }

        /** The provider as the next process has it. */
        CrashingProvider next() {
            var provider = new CrashingProvider(there.provider());
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
    private final class Life implements AutoCloseable {
        private final Death death;
        private PaymentWorld world;

        Life(Death death) {
            this.death = death;
            this.world = new PaymentWorld(database(), there.clock(), death.next(), folder.resolve("home"));
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

        void voidInvoice(InvoiceId id) {
            world.invoices().voidInvoice(id.toString(), there.clock().instant());
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
            world.close();
            world = new PaymentWorld(database(), there.clock(), death.next(), folder.resolve("home"));
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
