package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PaymentSettlerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;
    private InvoiceId id;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
        id = world.planned(world.customer("acme", "USD"), 10_00);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void aForgedWebhookChangesNoRow() {
        Receipt receipt = world.inbox().receive("stripe", body("evt_1", "in_1"), Map.of());

        assertThat(receipt).isEqualTo(new Receipt.Refused("not signed"));
        assertThat(world.eventStates()).isEmpty();
    }

    @Test
    void aWebhookIsStoredOnce() {
        assertThat(receive("evt_1", "in_1")).isEqualTo(new Receipt.Stored("evt_1"));
        assertThat(receive("evt_1", "in_1")).isEqualTo(new Receipt.Repeated("evt_1"));
        assertThat(world.eventStates()).containsExactly("evt_1 RECEIVED");
    }

    @Test
    void aProviderThatIsOffIsUnknown() {
        assertThat(world.inbox().receive("paystack", body("evt_1", "x"), Map.of()))
                .isEqualTo(new Receipt.ProviderUnknown());
    }

    @Test
    void theSamePaidWebhookTenTimesIsOnePaidInvoice() {
        world.drainAll();
        pay(10_00);

        Together.run(10, twin -> receive("evt_paid", "in_1"));
        world.settler().settle(100);
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.eventStates()).containsExactly("evt_paid SETTLED");
    }

    @Test
    void twinEventsUnderDifferentIdsAreOnePaidInvoice() {
        world.drainAll();
        pay(10_00);
        receive("evt_a", "in_1");
        receive("evt_b", "in_1");

        assertThat(world.settler().settle(100).settled()).isEqualTo(2);

        assertPaid(10_00);
    }

    @Test
    void paidBeforeFinalizedIsPaid() {
        world.delivery().drain(3);
        provider.order(Misfortune.ANSWER_LOST);
        world.delivery().drain(1);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        pay(10_00);

        receive("evt_paid", "in_1");
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.invoice(id).times().finalizedTime()).isNotNull();
        world.drainAll();
        assertPaid(10_00);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aWebhookBeforeOurOwnAnswerIsMatchedByItsMarks() {
        world.delivery().drain(1);
        provider.order(Misfortune.ANSWER_LOST);
        world.delivery().drain(1);
        assertThat(world.invoice(id).reference().providerInvoiceId()).isNull();

        receive("evt_created", "in_1");

        assertThat(world.settler().settle(100).settled()).isEqualTo(1);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
    }

    @Test
    void anOlderEventNeverTakesAnInvoiceBack() {
        world.drainAll();
        pay(10_00);
        receive("evt_paid", "in_1");
        world.settler().settle(100);
        provider.onlyInvoice().status = Status.OPEN;

        receive("evt_late", "in_1");
        world.settler().settle(100);

        assertPaid(10_00);
    }

    @Test
    void aTotalThatDiffersIsParkedAndNothingIsBooked() {
        world.drainAll();
        pay(10_00);
        provider.onlyInvoice().lines.put("tax", new ProviderLine(0, usd(1_00)));
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("11.00 USD", "10.00 USD");

        provider.onlyInvoice().lines.remove("tax");
        world.retryParked();
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aWebhookThatContradictsIsNotBelievedBeforeTheProviderWasAsked() {
        world.drainAll();
        pay(10_00);
        int before = provider.questions;

        receive("evt_voided", "in_1|VOID");
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(provider.questions).isEqualTo(before + 1);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void givenUpMayStillBePaid() {
        world.drainAll();
        provider.onlyInvoice().status = Status.UNCOLLECTIBLE;
        receive("evt_given_up", "in_1");
        world.settler().settle(100);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.UNCOLLECTIBLE);
        pay(10_00);
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertPaid(10_00);
    }

    @Test
    void moneyForAVoidInvoiceIsParked() {
        world.drainAll();
        world.invoices().voidInvoice(id.toString(), clock.instant());
        pay(10_00);
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(world.parkedReasons()).contains("PAID_AFTER_VOID");
    }

    @Test
    void aVoidAtTheProviderAloneIsParked() {
        world.drainAll();
        provider.onlyInvoice().status = Status.VOID;
        receive("evt_voided", "in_1");

        world.settler().settle(100);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.parkedReasons()).containsExactly("VOIDED_AT_PROVIDER");
    }

    @Test
    void anObjectThatNobodyKnowsIsParkedAfterAFewLooks() {
        stray("nobody-here");
        receive("evt_stray", "in_stray");
        receive("evt_stray_twin", "in_stray");

        for (int look = 1; look < PaymentSettler.ATTEMPTS_MAX; look++) {
            assertThat(world.settler().settle(100).again()).isEqualTo(2);
            clock.advance(Duration.ofMinutes(2));
        }
        assertThat(world.settler().settle(100).parked()).isEqualTo(2);

        assertThat(world.parkedReasons()).containsExactly("OBJECT_UNKNOWN");
        assertThat(world.eventStates()).containsExactly("evt_stray PARKED", "evt_stray_twin PARKED");
        world.retryParked();
        assertThat(world.eventStates()).containsExactly("evt_stray RECEIVED", "evt_stray_twin RECEIVED");
    }

    @Test
    void anInvoiceOfAnotherInstallationIsIgnored() {
        provider.invoices.put(
                "in_stray",
                new FakeProvider.FakeInvoice(
                        new Call.InvoiceReference("somebody-else", id.toString(), 1, Currency.getInstance("USD")),
                        "cus_9"));
        receive("evt_stray", "in_stray");

        world.settler().settle(100);

        assertThat(world.eventStates()).containsExactly("evt_stray IGNORED");
    }

    @Test
    void aSecondObjectForTheSameInvoiceIsParked() {
        world.drainAll();
        stray(id.toString());
        provider.invoice("in_stray").status = Status.OPEN;
        receive("evt_second", "in_stray");

        world.settler().settle(100);

        assertThat(world.parkedReasons()).containsExactly("SECOND_OBJECT");
        assertThat(world.invoice(id).reference().providerInvoiceId()).isEqualTo("in_1");
    }

    @Test
    void anEventAboutNothingOfOursIsIgnored() {
        receive("evt_other", "cus_1");

        assertThat(world.settler().settle(100).settled()).isEqualTo(1);
        assertThat(world.eventStates()).containsExactly("evt_other IGNORED");
    }

    @Test
    void reconcilingAsksAboutAnInvoiceWhoseWebhookNeverCame() {
        world.drainAll();
        pay(10_00);

        assertThat(world.reconciler().reconcile(id.toString())).isEqualTo(PaymentReconciler.Reconciled.MENDED);

        assertPaid(10_00);
        assertThat(world.reconciler().reconcile(id.toString())).isEqualTo(PaymentReconciler.Reconciled.EQUAL);
    }

    @Test
    void anInvoiceThatIsGoneAtTheProviderIsParked() {
        world.drainAll();
        provider.invoices.clear();

        assertThat(world.reconciler().reconcile(id.toString())).isEqualTo(PaymentReconciler.Reconciled.PARKED);
        assertThat(world.parkedReasons()).containsExactly("MISSING_AT_PROVIDER");
    }

    private void stray(String invoiceId) {
        provider.invoices.put(
                "in_stray",
                new FakeProvider.FakeInvoice(
                        new Call.InvoiceReference(
                                PaymentWorld.INSTALLATION.installationId(), invoiceId, 1, Currency.getInstance("USD")),
                        "cus_9"));
    }

    private Receipt receive(String eventId, String objectId) {
        return world.inbox().receive("stripe", body(eventId, objectId), Map.of("signed", "yes"));
    }

    private void pay(long cents) {
        provider.invoice("in_1").pay(usd(cents));
    }

    private void assertPaid(long cents) {
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid()).isEqualTo(usd(cents));
    }

    private static byte[] body(String eventId, String objectId) {
        return (eventId + "|" + objectId).getBytes(StandardCharsets.UTF_8);
    }

    private static Money usd(long cents) {
        return new Money(cents, Currency.getInstance("USD"));
    }
}
