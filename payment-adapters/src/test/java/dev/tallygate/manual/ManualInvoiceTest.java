package dev.tallygate.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.mail.MailDrop.Fault;
import dev.tallygate.mail.MailDrop.Read;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Parked;
import dev.tallygate.payment.PaymentReconciler.Reconciled;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.ReportedPayments.Result;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is special to bank transfer: the mail that is the invoice, and money that a person reports. */
class ManualInvoiceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Currency USD = Currency.getInstance("USD");

    private ManualWorld there;
    private PaymentWorld here;

    @BeforeEach
    void open() {
        DATABASE.clear();
        there = new ManualWorld(DATABASE);
        here = new PaymentWorld(DATABASE, there.clock(), there.provider());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void theMailSaysWhatForHowMuchUntilWhenAndHowToPay() {
        InvoiceId id = delivered(1_200_00, 50);

        Read mail = there.drop().read().getFirst();

        assertThat(mail.to()).isEqualTo("acme@example.com");
        assertThat(mail.subject()).isEqualTo("Invoice " + id + ": 1,200.50 USD");
        assertThat(mail.text())
                .contains(
                        "Invoice: " + id,
                        "For:     The people of acme",
                        "Period:  1 October 2026 to 31 October 2026, UTC",
                        "Due:     2 December 2026",
                        "charge-1  1,200.00 USD",
                        "charge-2      0.50 USD",
                        "Total     1,200.50 USD",
                        "with the reference\n" + id + ", to:",
                        "  Example Bank\n  IBAN XX00 1234");
    }

    @Test
    void itIsOverdueWhenTheDayThatTheMailNamesIsOver() {
        InvoiceId id = delivered(120_00);
        Invoice.Due due = new Invoice.Due(Instant.parse("2026-12-03T00:00:00Z"), null, null);

        assertThat(here.invoice(id).due()).isEqualTo(due);
        assertThat(here.reconciler().reconcile(id.toString())).isEqualTo(Reconciled.EQUAL);
        assertThat(here.invoice(id).due()).isEqualTo(due);
        assertThat(unpaid(id)).isEqualTo(new Unpaid(id.toString(), Instant.parse("2026-12-03T00:00:00Z"), null));

        report(id, 60_00, "bank-1");
        assertThat(unpaid(id)).isNotNull();
        report(id, 120_00, "bank-1 and bank-2");
        assertThat(unpaid(id)).isNull();
    }

    private @Nullable Unpaid unpaid(InvoiceId id) {
        return here.bean(DebtRepository.class)
                .read(id.customerKey())
                .orElseThrow()
                .unpaid();
    }

    @Test
    void exactlyTheTotalIsPaidAndTheSameReferenceAgainChangesNothing() {
        InvoiceId id = delivered(120_00);

        assertThat(report(id, 120_00, "bank-1")).isEqualTo(Result.PAID);
        assertThat(report(id, 120_00, "bank-1")).isEqualTo(Result.REPEATED);

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.invoice(id).amountPaid()).isEqualTo(new Money(120_00, USD));
        assertThat(here.eventStates()).hasSize(1).allMatch(state -> state.endsWith("SETTLED"));
        assertThat(here.reconciler().reconcile(id.toString())).isEqualTo(Reconciled.EQUAL);
    }

    @Test
    void partsAddUpAndAreParkedWithBothFiguresUntilTheyAreTheTotal() {
        InvoiceId id = delivered(120_00);

        assertThat(report(id, 60_00, "bank-1")).isEqualTo(Result.PARKED);

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        Parked parked = here.parked().open(10).getFirst();
        assertThat(parked.cause().reason()).isEqualTo("PAID_IN_PART");
        assertThat(parked.cause().detail()).contains("60.00 USD", "120.00 USD");
        here.retryParked();
        here.settler().settle(10);
        assertThat(here.parkedReasons())
                .as("looked at again, it is still a part")
                .containsExactly("PAID_IN_PART");
        assertThat(here.invoice(id).amountPaid()).isEqualTo(new Money(60_00, USD));
        assertThat(report(id, 20_00, "bank-2")).isEqualTo(Result.PARKED);
        assertThat(here.parked().open(10).getFirst().cause().detail()).contains("80.00 USD", "120.00 USD");
        assertThat(report(id, 20_00, "bank-2")).isEqualTo(Result.REPEATED);
        assertThat(report(id, 40_00, "bank-3")).isEqualTo(Result.PAID);
        assertThat(here.invoice(id).amountPaid()).isEqualTo(new Money(120_00, USD));
        assertThat(here.money(id))
                .containsExactly(
                        "OUT_OF_BAND bank-1 DONE 60.00 USD",
                        "OUT_OF_BAND bank-2 DONE 20.00 USD",
                        "OUT_OF_BAND bank-3 DONE 40.00 USD");
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void tooMuchIsBookedAndParkedWithBothFigures() {
        InvoiceId id = delivered(120_00);

        assertThat(report(id, 130_00, "bank-1")).isEqualTo(Result.PARKED);

        assertThat(here.invoice(id).amountPaid()).isEqualTo(new Money(130_00, USD));
        Parked parked = here.parked().open(10).getFirst();
        assertThat(parked.cause().reason()).isEqualTo("AMOUNT_PAID_DIFFERS");
        assertThat(parked.cause().detail()).contains("130.00 USD", "120.00 USD");
    }

    @Test
    void anotherReferenceOnAPaidInvoiceIsTold() {
        InvoiceId id = delivered(120_00);
        report(id, 120_00, "bank-1");

        assertRefused(
                id,
                120_00,
                "bank-2",
                "is paid with 120.00 USD already; 120.00 USD under reference bank-2 is not booked");
        assertRefused(id, 110_00, "bank-1", "reference bank-1 of " + id + " was reported with 120.00 USD before");
        assertThat(here.eventStates()).hasSize(1);
    }

    @Test
    void whatIsNotOpenOrNotOursToSayIsRefused() {
        Customer acme = customer("acme", CustomerProfile.MANUAL);
        InvoiceId draft = here.planned(acme, 120_00);
        assertRefused(draft, 120_00, "bank-1", "is DRAFT (expected: FINALIZED");
        here.drainAll();
        assertRefused(draft, 0, "bank-1", "amount: \"0.00 USD\" (expected: > 0)");
        assertRefused(draft, 120_00, " ", "reference: ");
        here.invoices().voidInvoice(draft.toString(), there.clock().instant());
        assertRefused(draft, 120_00, "bank-1", "is VOID");
        InvoiceId stripes = here.draft(customer("hooli", CustomerProfile.STRIPE), 10_00);
        assertRefused(stripes, 10_00, "bank-1", "is collected by stripe, which tells us itself when it is paid");
        assertThat(here.eventStates()).isEmpty();
    }

    @Test
    void aWithdrawnInvoiceIsTold() {
        InvoiceId id = delivered(120_00);

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        here.drainAll();

        Read mail = there.drop().read().getLast();
        assertThat(mail.subject()).isEqualTo("Invoice " + id + " is withdrawn");
        assertThat(mail.text()).contains("Please do not pay it");
    }

    @Test
    void aMailThatIsRefusedForGoodIsParkedAndSentAgainByARetry() {
        there.drop().next(Fault.RECIPIENT_REFUSED);
        InvoiceId id = delivered(120_00);
        assertThat(here.parkedReasons()).containsExactly("PROVIDER_REJECTED");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);

        here.retryParked();
        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(there.invoices()).hasSize(1);
    }

    @Test
    void settingsSayWhatTheyExpect() {
        assertThat(new ManualSettings("", 30).isOn()).isFalse();
        assertThat(new ManualSettings("Bank\\nIBAN", 30).details()).isEqualTo("Bank\nIBAN");
        assertThatThrownBy(() -> new ManualSettings("@/no/such/file", 30))
                .hasMessage(
                        "TALLYGATE_BANK_DETAILS: @/no/such/file (expected: a text, or @ and a file that can be read)");
        assertThatThrownBy(() -> new ManualSettings("Bank", 0))
                .hasMessage("TALLYGATE_BANK_DAYS_UNTIL_DUE: 0 (expected: 1 to 365)");
    }

    private InvoiceId delivered(long... amounts) {
        InvoiceId id = here.planned(customer("acme", CustomerProfile.MANUAL), amounts);
        here.drainAll();
        return id;
    }

    private Customer customer(String customerId, String provider) {
        return here.customers()
                .create(new CustomerProfile(
                        customerId, "The people of " + customerId, there.email(customerId), USD, provider));
    }

    private Result report(InvoiceId id, long minorUnits, String reference) {
        return there.report(here, id, new Money(minorUnits, USD), reference).result();
    }

    private void assertRefused(InvoiceId id, long minorUnits, String reference, String sentence) {
        assertThatThrownBy(() -> report(id, minorUnits, reference))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining(sentence);
    }
}
