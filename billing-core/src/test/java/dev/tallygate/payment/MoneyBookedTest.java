package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of an invoice's money is booked, and what is parked with both figures. */
class MoneyBookedTest {
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
    void paidWithLessThanItsTotalBooksWhatCameAndParksBothFigures() {
        world.drainAll();
        pay(0);
        receive("evt_paid", "in_1");

        assertThat(world.settler().settle(100).parked()).isEqualTo(1);

        assertPaid(0);
        assertThat(world.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("0.00 USD", "10.00 USD");
    }

    @Test
    void whatTheProviderSaysWhyLessCameIsBookedAndNotParked() {
        world.drainAll();
        pay(4_00);
        provider.onlyInvoice()
                .parts
                .addAll(List.of(
                        part(MoneyKind.PAYMENT, "ch_1", 4_00),
                        part(MoneyKind.CREDIT, "in_1", 5_00),
                        part(MoneyKind.CARRIED, "in_1", 1_00)));
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertPaid(4_00);
        assertThat(world.money(id))
                .containsExactlyInAnyOrder(
                        "PAYMENT ch_1 DONE 4.00 USD", "CREDIT in_1 DONE 5.00 USD", "CARRIED in_1 DONE 1.00 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void moreThanItsTotalIsPaidBookedAndParkedWithBothFigures() {
        world.drainAll();
        pay(12_00);
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertPaid(12_00);
        assertThat(world.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("12.00 USD", "10.00 USD");
    }

    @Test
    void moreThanItsTotalMayAlsoComeLater() {
        world.drainAll();
        pay(10_00);
        receive("evt_paid", "in_1");
        world.settler().settle(100);
        pay(13_00);

        receive("evt_overpaid", "in_1");
        world.settler().settle(100);

        assertPaid(13_00);
        assertThat(world.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
    }

    @Test
    void aPartStaysFinalizedAndIsParkedUntilTheRestComes() {
        world.drainAll();
        part(4_00, 6_00);
        receive("evt_part", "in_1");
        world.settler().settle(100);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.invoice(id).amountPaid()).isEqualTo(usd(4_00));
        assertThat(world.parkedReasons()).containsExactly("PAID_IN_PART");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("4.00 USD", "10.00 USD");

        pay(10_00);
        receive("evt_paid", "in_1");
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aVoidOfWhatWasPaidInPartIsSaid() {
        world.drainAll();
        part(4_00, 6_00);
        receive("evt_part", "in_1");
        world.settler().settle(100);

        world.invoices().voidInvoice(id.toString(), clock.instant());

        assertThat(world.parkedReasons()).containsExactly("PAID_AFTER_VOID");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("4.00 USD", "10.00 USD");
    }

    @Test
    void anOlderPartNeverLowersWhatCame() {
        world.drainAll();
        part(6_00, 4_00);
        receive("evt_more", "in_1");
        world.settler().settle(100);
        part(4_00, 6_00);

        receive("evt_less", "in_1");
        world.settler().settle(100);
        world.reconciler().reconcile(id.toString());

        assertThat(world.invoice(id).amountPaid()).isEqualTo(usd(6_00));
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("6.00 USD", "10.00 USD");
    }

    @Test
    void closedAsPaidWithSomethingRemainingIsNotPaid() {
        world.drainAll();
        pay(4_00);
        provider.onlyInvoice().remaining = usd(6_00);
        receive("evt_paid", "in_1");

        world.settler().settle(100);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.parkedReasons()).containsExactly("PAID_IN_PART");
    }

    @Test
    void aDifferenceThatAPersonAcceptedIsNotParkedAgain() {
        world.drainAll();
        pay(12_00);
        receive("evt_paid", "in_1");
        world.settler().settle(100);
        world.parked().waive(world.parked().open(1).getFirst().key());

        receive("evt_paid_again", "in_1");
        world.settler().settle(100);
        world.reconciler().reconcile(id.toString());

        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aRefundAfterPaidIsARowOfItsOwnAndParkedAndNeverReopensTheInvoice() {
        paidBy("ch_1");
        back(MoneyKind.REFUND, "re_1", BookedMoney.State.PENDING, 4_00);
        receive("evt_pending", "re_1");
        world.settler().settle(100);
        back(MoneyKind.REFUND, "re_1", BookedMoney.State.DONE, 4_00);
        receive("evt_done", "re_1");

        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.money(id)).containsExactly("PAYMENT ch_1 DONE 10.00 USD", "REFUND re_1 DONE -4.00 USD");
        assertThat(world.parkedReasons()).containsExactly("PAYMENT_REFUNDED");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("4.00 USD", "10.00 USD");
        back(MoneyKind.REFUND, "re_1", BookedMoney.State.PENDING, 4_00);
        receive("evt_older", "re_1");
        world.settler().settle(100);
        assertThat(world.money(id)).contains("REFUND re_1 DONE -4.00 USD");
    }

    @Test
    void aRefundThatFailsAndADisputeThatIsWonResolveThemselves() {
        paidBy("ch_1");
        back(MoneyKind.REFUND, "re_1", BookedMoney.State.PENDING, 4_00);
        back(MoneyKind.DISPUTE, "dp_1", BookedMoney.State.PENDING, 10_00);
        receive("evt_refund", "re_1");
        receive("evt_dispute", "dp_1");
        world.settler().settle(100);
        assertThat(world.parkedReasons()).containsExactlyInAnyOrder("PAYMENT_REFUNDED", "PAYMENT_DISPUTED");

        back(MoneyKind.REFUND, "re_1", BookedMoney.State.REVERSED, 4_00);
        back(MoneyKind.DISPUTE, "dp_1", BookedMoney.State.REVERSED, 10_00);
        receive("evt_failed", "re_1");
        receive("evt_won", "dp_1");
        world.settler().settle(100);

        assertPaid(10_00);
        assertThat(world.parkedReasons()).isEmpty();
        assertThat(world.money(id)).contains("REFUND re_1 REVERSED -4.00 USD", "DISPUTE dp_1 REVERSED -10.00 USD");
    }

    @Test
    void aRefundOfAPaymentThatNobodyKnowsIsParkedAfterAFewLooks() {
        back(MoneyKind.REFUND, "re_9", BookedMoney.State.DONE, 4_00);
        receive("evt_refund", "re_9");

        for (int look = 0; look < PaymentSettler.ATTEMPTS_MAX; look++) {
            world.settler().settle(100);
            clock.advance(Duration.ofMinutes(2));
        }

        assertThat(world.parkedReasons()).containsExactly("OBJECT_UNKNOWN");
    }

    private void paidBy(String payment) {
        world.drainAll();
        pay(10_00);
        provider.onlyInvoice().parts.add(part(MoneyKind.PAYMENT, payment, 10_00));
        receive("evt_paid", "in_1");
        world.settler().settle(100);
    }

    private void part(long paid, long remaining) {
        provider.onlyInvoice().status = Status.OPEN;
        provider.onlyInvoice().paid = usd(paid);
        provider.onlyInvoice().remaining = usd(remaining);
    }

    private static MoneyPart part(MoneyKind kind, String objectId, long cents) {
        return new MoneyPart(kind, objectId, usd(cents), Optional.empty());
    }

    private void back(MoneyKind kind, String objectId, BookedMoney.State state, long cents) {
        var source = new MoneyBack.Source(Optional.empty(), Optional.of("ch_1"));
        provider.backs.put(objectId, new MoneyBack(kind, objectId, state, usd(cents), Optional.empty(), source));
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
