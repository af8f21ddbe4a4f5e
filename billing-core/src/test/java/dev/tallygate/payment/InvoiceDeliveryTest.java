package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InvoiceDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void aDraftBecomesOneFinalizedInvoiceAtTheProvider() {
        Customer acme = world.customer("acme", "USD");
        InvoiceId id = world.planned(acme, 2000, 150, -50);

        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(provider.onlyInvoice().status).isEqualTo(Status.OPEN);
        assertThat(provider.onlyInvoice().total()).isEqualTo(usd(2100));
        assertThat(provider.onlyInvoice().lines).hasSize(3);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.invoice(id).reference().providerInvoiceId()).isEqualTo("in_1");
        assertThat(world.invoice(id).reference().providerNumber()).isEqualTo("NUM-in_1");
        assertThat(world.customers().require("acme").atProvider()).contains("cus_1");
    }

    @Test
    void everyCallIsARowBeforeItIsSent() {
        world.planned(world.customer("acme", "USD"), 2000, 150);

        assertThat(world.states())
                .containsExactly(
                        "CREATE_CUSTOMER 0 PLANNED",
                        "CREATE_INVOICE 0 PLANNED",
                        "ADD_LINE 1 PLANNED",
                        "ADD_LINE 2 PLANNED",
                        "FINALIZE_INVOICE 0 PLANNED");
        assertThat(provider.keys).isEmpty();
    }

    @Test
    void planningTwiceAddsNothing() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 2000);
        List<String> once = world.states();

        assertThat(world.planner().plan(List.of(id.toString()))).isEmpty();
        assertThat(world.states()).isEqualTo(once);
        assertThat(world.planner().unplanned(null, 10)).isEmpty();
    }

    @Test
    void newDraftsAreFoundByKey() {
        InvoiceId first = world.draft(world.customer("acme", "USD"), 1);
        InvoiceId second = world.draft(world.customer("bolt", "USD"), 1);

        assertThat(world.planner().unplanned(null, 1)).containsExactly(first.toString());
        assertThat(world.planner().unplanned(first.toString(), 9)).containsExactly(second.toString());
    }

    @Test
    void anInvoiceOfZeroIsClosedAsPaid() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 500, -500);

        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("scenario 1: done there and the answer lost: the same key and bytes again")
    void scenario1ALostAnswerIsAskedForAgainUnderTheSameKey() {
        provider.order(Misfortune.ANSWER_LOST);
        world.customer("acme", "USD");

        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(provider.keys).hasSize(2);
        assertThat(new TreeSet<>(provider.keys)).hasSize(1);
    }

    @Test
    @DisplayName("scenario 2: a retry after a weekend looks first")
    void scenario2AfterADayItIsLookedUpBeforeItIsSentAgain() {
        provider.order(Misfortune.ANSWER_LOST);
        world.customer("acme", "USD");
        world.delivery().drain(1);
        provider.forgetKeys();
        clock.advance(Duration.ofHours(25));

        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(provider.keys).hasSize(1);
        assertThat(world.customers().require("acme").atProvider()).contains("cus_1");
    }

    @Test
    void afterADayWhatIsAbsentIsSent() {
        provider.order(Misfortune.CALL_LOST);
        world.customer("acme", "USD");
        world.delivery().drain(1);
        clock.advance(Duration.ofHours(25));

        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(provider.keys).hasSize(2);
    }

    @Test
    void aLimitIsWaitedForAsLongAsTheProviderSays() {
        provider.order(Misfortune.RATE_LIMITED);
        world.customer("acme", "USD");

        DrainReport report = world.delivery().drain(10);

        assertThat(report.again()).isEqualTo(1);
        assertThat(report.nextTime().orElseThrow()).isEqualTo(clock.instant().plus(Duration.ofMinutes(7)));
        assertThat(world.delivery().drain(10).isIdle()).isTrue();
        world.drainAll();
        assertThat(provider.customers).hasSize(1);
    }

    @Test
    void whatIsAskedAgainForReconciliationIsDueAtOnce() {
        provider.order(Misfortune.CALL_LOST);
        world.customer("acme", "USD");
        world.delivery().drain(10);

        assertThat(world.delivery().askAgain()).isEqualTo(1);
        assertThat(world.delivery().drain(10).accepted()).isEqualTo(1);
    }

    @Test
    void aRefusalIsParkedAndTriedAgainUnderANewKey() {
        provider.order(Misfortune.REJECTED);
        InvoiceId id = world.planned(world.customer("acme", "USD"), 100);
        assertThat(world.delivery().drain(10).parked()).isEqualTo(1);
        assertThat(world.parkedReasons()).containsExactly("PROVIDER_REJECTED");
        assertThat(world.delivery().drain(10).isIdle()).isTrue();

        world.retryParked();
        world.drainAll();

        assertThat(new TreeSet<>(provider.keys)).hasSize(5);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("scenario 3: a failure that is replayed: looked up, then a new revision and key")
    void scenario3AStoredFailureIsLookedUpAndSentUnderANewKey() {
        provider.order(Misfortune.FAILURE_STORED);
        world.customer("acme", "USD");

        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(new TreeSet<>(provider.keys)).hasSize(2);
    }

    @Test
    @DisplayName("scenario 5: changed parameters stop under their key")
    void scenario5ARequestThatChangedSinceItsFirstSendIsNotSent() {
        provider.order(Misfortune.ANSWER_LOST);
        world.customer("acme", "USD");
        world.delivery().drain(10);
        DATABASE.jdbcClient().sql("update customers set name = 'Another name'").update();
        clock.advance(Duration.ofMinutes(1));

        assertThat(world.delivery().drain(10).parked()).isEqualTo(1);
        assertThat(provider.keys).hasSize(1);
        assertThat(world.parkedReasons()).containsExactly("REQUEST_CHANGED");

        world.retryParked();
        world.drainAll();

        assertThat(provider.customers).hasSize(1);
        assertThat(provider.keys).hasSize(1);
        assertThat(world.customers().require("acme").atProvider()).contains("cus_1");
    }

    @Test
    void aDraftThatDiffersAtTheProviderIsNeverFinalized() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 100, 200);
        world.delivery().drain(1);
        world.delivery().drain(1);
        provider.onlyInvoice().lines.put("stray", new ProviderLine(0, usd(0)));

        world.drainAll();

        assertThat(provider.onlyInvoice().status).isEqualTo(Status.DRAFT);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.parkedReasons()).containsExactly("DRAFT_DIFFERS");

        provider.onlyInvoice().lines.remove("stray");
        world.retryParked();
        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void anotherTotalAtTheProviderIsNeverFinalized() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 100);
        world.delivery().drain(2);
        provider.onlyInvoice().lines.put("tax", new ProviderLine(0, usd(20)));

        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("1.20 USD", "1.00 USD");
    }

    @Test
    void moreLinesThanTheProviderTakesAreRolledUpThereOnly() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 1, 10, 100, 1_000, 10_000, 100_000);

        world.drainAll();

        assertThat(provider.onlyInvoice().lines.values())
                .containsExactly(
                        new ProviderLine(1, usd(1)),
                        new ProviderLine(2, usd(10)),
                        new ProviderLine(3, usd(100)),
                        new ProviderLine(4, usd(111_000)));
        assertThat(world.invoices().lines(id)).hasSize(6);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void aTotalBelowZeroWaitsForAPerson() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), -100);

        world.drainAll();

        assertThat(provider.invoices).isEmpty();
        assertThat(world.parkedReasons()).containsExactly("TOTAL_NEGATIVE");

        world.retryParked();
        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void aWaivedDeliveryIsGivenUp() {
        world.planned(world.customer("acme", "USD"), -100);

        world.parked().waive(world.parked().open(1).getFirst().key());
        world.drainAll();

        assertThat(provider.invoices).isEmpty();
        assertThat(world.states())
                .filteredOn(state -> state.endsWith("ABANDONED"))
                .hasSize(3);
        assertThat(world.planner().unplanned(null, 10)).isEmpty();
    }

    @Test
    @DisplayName("scenario 15: killed amid the lines and resumed after the keys are forgotten: each line once")
    void scenario15APartOfTheLinesIsResumedWithoutADouble() {
        var crashing = new CrashingProvider(provider);
        InvoiceId id;
        try (PaymentWorld dying = new PaymentWorld(DATABASE, clock, crashing)) {
            id = dying.planned(dying.customer("acme", "USD"), 1, 2, 3, 4);
            crashing.crashAt(5, true);
            assertThatThrownBy(() -> dying.delivery().drain(10)).isInstanceOf(CrashingProvider.Crash.class);
        }
        assertThat(provider.onlyInvoice().lines).hasSize(3);
        provider.forgetKeys();
        clock.advance(Duration.ofHours(25));

        world.drainAll();

        assertThat(provider.onlyInvoice().lines.values())
                .extracting(ProviderLine::lineNumber)
                .containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void oneStuckInvoiceDoesNotStopTheOthers() {
        Customer acme = world.customer("acme", "USD");
        Customer bolt = world.customer("bolt", "USD");
        world.drainAll();
        provider.order(Misfortune.REJECTED);
        InvoiceId stuck = world.planned(acme, 100);
        world.delivery().drain(1);
        InvoiceId other = world.planned(bolt, 100);

        world.drainAll();

        assertThat(world.invoice(stuck).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.invoice(other).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void fourDrainersAtOnceMakeEachCallOnce() {
        for (int i = 0; i < 8; i++) {
            world.planned(world.customer("customer-" + i, "USD"), 100, 200);
        }

        Together.run(4, drainer -> {
            for (int round = 0; round < 50; round++) {
                world.delivery().drain(10);
            }
            return drainer;
        });

        assertThat(provider.customers).hasSize(8);
        assertThat(provider.invoices).hasSize(8);
        assertThat(provider.invoices.values())
                .allSatisfy(invoice -> assertThat(invoice.lines).hasSize(2))
                .allSatisfy(invoice -> assertThat(invoice.status).isEqualTo(Status.OPEN));
        assertThat(provider.keys).hasSize(8 * 5);
    }

    @Test
    void nothingIsSentWhereNoProviderIsOn() {
        world.customer("acme", "USD");
        var elsewhere = new FakeProvider() {
            @Override
            public String name() {
                return "elsewhere";
            }
        };

        try (PaymentWorld other = new PaymentWorld(DATABASE, clock, elsewhere)) {
            assertThat(other.delivery().drain(10).isIdle()).isTrue();
        }
        assertThat(world.states()).containsExactly("CREATE_CUSTOMER 0 PLANNED");
    }

    private static Money usd(long cents) {
        return new Money(cents, Currency.getInstance("USD"));
    }
}
