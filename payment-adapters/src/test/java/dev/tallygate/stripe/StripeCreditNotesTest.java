package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.CreditNote;
import com.stripe.model.CreditNoteLineItem;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.Outcome;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adjustments below zero become credit notes at Stripe, on the invoice that they correct. */
class StripeCreditNotesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private CreditWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        world = new CreditWorld(DATABASE, folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Of 10.00: what was paid, the note, what it lowers, what becomes credit; and the state of the invoice after it. */
    @ParameterizedTest(name = "paid {0}, note {1}: lowers {2}, credit {3}")
    @CsvSource(textBlock = """
                    0,    300,  300,  0,    FINALIZED
                    0,    1000, 1000, 0,    PAID
                    1000, 300,  0,    300,  PAID
                    400,  300,  300,  0,    FINALIZED
                    400,  600,  600,  0,    PAID
                    400,  800,  600,  200,  PAID
                    1000, 1000, 0,    1000, PAID
                    """)
    void whatIsOwedIsLoweredFirstAndTheRestIsCredit(
            long paid, long note, long lowered, long credit, InvoiceStatus after) {
        InvoiceId original = world.open("acme", 10_00);
        if (paid > 0) {
            world.pay(original, paid);
        }
        InvoiceId id = world.here.plannedAdjustment(original, 1, -note);

        world.here.drainAll();
        world.tell();

        CreditNote there = world.onlyNote();
        assertThat(there.getAmount()).isEqualTo(note);
        assertThat(there.getInvoice()).isEqualTo(world.there(original));
        assertThat(there.getPrePaymentAmount()).isEqualTo(lowered);
        assertThat(there.getRefunds()).isEmpty();
        assertThat(world.credit(original)).isEqualTo(credit);
        Invoice adjustment = world.here.invoice(id);
        assertThat(adjustment.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(adjustment.amountPaid().isZero()).isTrue();
        assertThat(adjustment.reference().providerInvoiceId()).isEqualTo(there.getId());
        assertThat(adjustment.reference().providerNumber()).isEqualTo(there.getNumber());
        assertThat(adjustment.reference().number()).startsWith("CN-");
        Invoice credited = world.here.invoice(original);
        assertThat(credited.amountCredited().minorUnits()).isEqualTo(lowered);
        assertThat(credited.owed().minorUnits()).isEqualTo(10_00 - paid - lowered);
        assertThat(credited.status()).isEqualTo(after);
        assertThat(parkedButPaidInPart()).isEmpty();
        assertThat(world.here.states()).allMatch(state -> state.endsWith("ACCEPTED"));
    }

    private List<String> parkedButPaidInPart() {
        return world.here.parkedReasons().stream()
                .filter(reason -> !reason.equals("PAID_IN_PART"))
                .toList();
    }

    @Test
    void whatIsLeftIsPaidAndTheMoneyOfBothExplainsItself() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.here.drainAll();

        world.pay(original, 7_00);
        world.tell();

        String in = world.there(original);
        String cn = world.there(id);
        assertThat(world.here.invoice(original).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.money(original))
                .containsExactlyInAnyOrder("PAYMENT " + in + " DONE 7.00 USD", "CREDIT_NOTE " + in + " DONE 3.00 USD");
        assertThat(world.here.money(id)).containsExactly("CREDIT_NOTE " + cn + " DONE -3.00 USD");
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    void theMarksTheLinesAndTheMemoSayWhatItIs() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId each = world.here.plannedAdjustment(original, 1, -2_00, 0, -1_00);
        InvoiceId mixed = world.here.plannedAdjustment(original, 2, -2_00, 50);

        world.here.drainAll();

        List<CreditNote> notes = world.notes();
        CreditNote first = note(notes, each);
        assertThat(lines(first)).containsExactly("200 charge-1", "100 charge-3");
        assertThat(first.getMetadata())
                .containsEntry("app_invoice_id", each.toString())
                .containsEntry("app_credited_invoice_id", original.toString());
        assertThat(first.getMemo())
                .isEqualTo("Corrects invoice "
                        + world.here.invoice(original).reference().number());
        assertThat(lines(note(notes, mixed))).containsExactly("150 2 lines of " + mixed);
    }

    private static CreditNote note(List<CreditNote> notes, InvoiceId id) {
        return notes.stream()
                .filter(note -> id.toString().equals(note.getMetadata().get("app_invoice_id")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(CreditNote note) {
        return note.getLines().getData().stream()
                .sorted((one, other) -> one.getDescription().compareTo(other.getDescription()))
                .map((CreditNoteLineItem line) -> line.getAmount() + " " + line.getDescription())
                .toList();
    }

    @Test
    void itWaitsForItsInvoiceToBeFinalized() {
        Customer acme = world.here.customer("acme+sandbox_no_card", "USD");
        InvoiceId original = world.here.planned(acme, 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);

        world.here.delivery().drain(2);
        assertThat(world.here.states()).contains("CREATE_CREDIT_NOTE 0 PLANNED");
        world.here.drainAll();

        assertThat(world.onlyNote().getAmount()).isEqualTo(3_00);
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    /** Pays as often just before a note is sent, after it was divided. */
    private final class PaysInBetween extends CrashingProvider {
        private final InvoiceId original;
        private final List<String> keys = new ArrayList<>();
        private int payments;

        PaysInBetween(InvoiceId original, int payments) {
            super(world.stripe.provider);
            this.original = original;
            this.payments = payments;
        }

        @Override
        public Outcome execute(Call call, String idempotencyKey) {
            if (call instanceof Call.CreateCreditNote) {
                keys.add(idempotencyKey);
                if (payments-- > 0) {
                    world.pay(original, 2_00);
                }
            }
            return super.execute(call, idempotencyKey);
        }
    }

    @Test
    @DisplayName("paid between division and call: divided anew, under a key of its own, and one note")
    void aPaymentInBetweenMakesItOutdated() {
        InvoiceId original = world.open("acme", 10_00);
        var provider = new PaysInBetween(original, 1);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -9_00);
        world.through(provider);

        world.here.drainAll();

        assertThat(provider.keys).hasSize(2).doesNotHaveDuplicates();
        assertThat(world.onlyNote().getPrePaymentAmount()).isEqualTo(8_00);
        assertThat(world.credit(original)).isEqualTo(1_00);
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(8_00);
        assertThat(world.here.states()).contains("CREATE_CREDIT_NOTE 0 ABANDONED", "CREATE_CREDIT_NOTE 0 ACCEPTED");
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    void whatIsOutdatedUnderEachKeyIsAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -10_00);
        world.through(new PaysInBetween(original, 3));

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked()).startsWith("OUTDATED_EACH_TIME: ");
        world.through(world.stripe.provider);
        world.here.retryParked();
        world.here.drainAll();
        assertThat(world.onlyNote().getPrePaymentAmount()).isEqualTo(4_00);
        assertThat(world.credit(original)).isEqualTo(6_00);
    }

    @Test
    void ownWebhooksBeforeTheAnswerAreNothingStrange() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -10_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);

        world.here.reconciler().reconcile(original.toString());
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.here.invoice(original).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
        world.tell();

        assertThat(world.here.parkedReasons()).isEmpty();
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.invoice(original).status()).isEqualTo(InvoiceStatus.PAID);
        List<String> money = world.here.money(original);
        world.here.drainAll();
        world.tell();
        assertThat(world.onlyNote().getAmount()).isEqualTo(10_00);
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(10_00);
        assertThat(world.here.money(original)).isEqualTo(money);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    void whatIsOverdueIsNoMoreOnceANoteCoversIt() {
        InvoiceId original = world.open("acme", 10_00);
        Invoice.Due past = new Invoice.Due(world.stripe.clock.instant(), null, null);
        world.here.invoices().changeDue(original, past);
        DebtRepository debts = world.here.bean(DebtRepository.class);

        world.here.plannedAdjustment(original, 1, -4_00);
        world.here.drainAll();
        assertThat(debts.read(original.customerKey()).orElseThrow().unpaid()).isNotNull();

        world.here.plannedAdjustment(original, 2, -6_00);
        world.here.drainAll();
        assertThat(debts.read(original.customerKey()).orElseThrow().unpaid()).isNull();
    }
}
