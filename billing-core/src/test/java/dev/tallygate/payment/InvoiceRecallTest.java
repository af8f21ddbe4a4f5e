package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceRecallTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;
    private Customer acme;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
        acme = world.customer("acme", "USD");
        world.drainAll();
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void whatNeverLeftIsGivenUp() {
        InvoiceId id = world.planned(acme, 100);

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.invoices).isEmpty();
        assertThat(world.states())
                .filteredOn(state -> state.endsWith("ABANDONED"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aDraftAtTheProviderIsDeleted(int callsBefore) {
        InvoiceId id = world.planned(acme, 100, 200, 300);
        world.delivery().drain(callsBefore);

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.invoices).isEmpty();
    }

    @Test
    void anOpenInvoiceIsVoided() {
        InvoiceId id = world.planned(acme, 100);
        world.drainAll();

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.onlyInvoice().status).isEqualTo(Status.VOID);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aPaidOneIsParkedForARefund() {
        InvoiceId id = world.planned(acme, 100);
        world.drainAll();
        provider.onlyInvoice().pay(new Money(100, Currency.getInstance("USD")));

        voidInvoice(id);
        world.drainAll();

        assertThat(world.parkedReasons()).containsExactly("PROVIDER_REJECTED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Misfortune.class,
            names = {"ANSWER_LOST", "CALL_LOST"})
    void aCreationInDoubtIsFinishedAndThenTakenBack(Misfortune misfortune) {
        InvoiceId id = world.planned(acme, 100);
        provider.order(misfortune);
        world.delivery().drain(1);

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.invoices).isEmpty();
        assertThat(world.states()).contains("VOID_INVOICE 0 ACCEPTED", "ADD_LINE 1 ABANDONED");
    }

    @Test
    void aFinalizationInDoubtIsNotRepeatedForAVoidInvoice() {
        InvoiceId id = world.planned(acme, 100);
        world.delivery().drain(2);
        provider.order(Misfortune.CALL_LOST);
        world.delivery().drain(1);

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.invoices).isEmpty();
        assertThat(world.states()).contains("FINALIZE_INVOICE 0 ABANDONED");
    }

    @Test
    void aFinalizationThatHappenedIsVoided() {
        InvoiceId id = world.planned(acme, 100);
        world.delivery().drain(2);
        provider.order(Misfortune.ANSWER_LOST);
        world.delivery().drain(1);

        voidInvoice(id);
        world.drainAll();

        assertThat(provider.onlyInvoice().status).isEqualTo(Status.VOID);
    }

    private void voidInvoice(InvoiceId id) {
        world.invoices().voidInvoice(id.toString(), clock.instant());
    }
}
