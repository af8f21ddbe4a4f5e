package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.Refund;
import com.stripe.param.CreditNoteCreateParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.RefundCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DeliveryDesk;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.Remark;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a credit note is sent: nobody is given by itself what went back, or was credited, already. */
class StripeGuardedCreditNotesTest {
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

    /** Something happens here just after Stripe was asked about an invoice. */
    private final class InBetween extends CrashingProvider {
        private final Runnable what;
        private boolean isDone;

        InBetween(Runnable what) {
            super(world.stripe.provider);
            this.what = what;
        }

        @Override
        public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
            Fetched<InvoiceFacts> answer = super.fetchInvoice(providerInvoiceId);
            if (!isDone) {
                isDone = true;
                what.run();
            }
            return answer;
        }
    }

    @Test
    @DisplayName("voided here while its note is divided: no note, since its successor asks for all of it")
    void anInvoiceThatIsVoidedWhileItsNoteIsDividedGetsNone() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.through(new InBetween(() -> voided(original)));

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked()).startsWith("ORIGINAL_VOID: ");
        assertThat(world.invoice(original).getStatus()).isEqualTo("void");
    }

    @Test
    @DisplayName("voided and billed anew while its note is divided: no note on what is void")
    void anInvoiceThatHasASuccessorWhenItsNoteIsDividedGetsNone() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.through(new InBetween(() -> {
            voided(original);
            openSuccessor(original);
        }));

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked()).startsWith("ORIGINAL_MISSING: ").contains("_P2, of which it is a credit note");
    }

    @Test
    @DisplayName("refunded by hand: asked about with both figures, since a credit besides would give it twice")
    void moneyThatWentBackIsNotCreditedByItself() {
        InvoiceId original = paid();
        Refund refund = refunded(original, 4_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -5_00);

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.credit(original)).isZero();
        assertThat(parkedOf(id))
                .startsWith("TOTAL_NEGATIVE: " + id)
                .contains("credit note of 5.00 USD", "REFUND " + refund.getId() + " of 4.00 USD DONE")
                .contains("retry sends it all the same, as a credit", "waive");

        world.here.retryParked();
        world.here.drainAll();
        assertThat(world.notes()).isEmpty();
        assertThat(world.invoice(id).getTotal()).isEqualTo(-5_00);
        assertThat(world.credit(original)).isEqualTo(5_00);
    }

    @Test
    void moneyThatIsDisputedIsNotCreditedByItself() {
        InvoiceId original = paid();
        world.control("/charges/" + world.there(original) + "/dispute", "");
        world.tell();
        InvoiceId id = world.here.plannedAdjustment(original, 1, -5_00);

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(parkedOf(id)).startsWith("TOTAL_NEGATIVE: ").contains("DISPUTE ", "of 10.00 USD PENDING");
    }

    @Test
    @DisplayName("only what is owed is lowered: that is no money, so nobody is asked, whatever went back")
    void whatLowersOnlyWhatIsOwedIsNotAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        world.pay(original, 4_00);
        world.tell();
        refunded(original, 4_00);
        world.here.plannedAdjustment(original, 1, -3_00);

        world.here.drainAll();

        assertThat(world.onlyNote().getAmount()).isEqualTo(3_00);
        assertThat(world.credit(original)).isZero();
    }

    @Test
    void moneyThatCameBackAfterAllHindersNothing() {
        InvoiceId original = paid();
        Refund refund = refunded(original, 4_00);
        world.control("/refunds/" + refund.getId() + "/fail", "");
        world.tell();
        world.here.plannedAdjustment(original, 1, -5_00);

        world.here.drainAll();

        assertThat(world.onlyNote().getAmount()).isEqualTo(5_00);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("a note made by hand: asked about with both figures, also where enough is left for ours")
    void whatAStrangerCreditedIsNotCreditedAgainByItself() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -1_00);
        world.here.drainAll();
        strangersNote(original, 2_00);
        InvoiceId id = world.here.plannedAdjustment(original, 2, -2_00);

        world.here.drainAll();

        assertThat(world.notes()).hasSize(2);
        assertThat(world.onlyParked())
                .startsWith("TOTAL_NEGATIVE: " + id)
                .contains("credit note of 2.00 USD", "credited 3.00 USD", "ours come to 1.00 USD")
                .contains("retry sends it all the same, as a credit", "waive");

        world.here.retryParked();
        world.here.drainAll();
        assertThat(world.notes()).hasSize(2);
        assertThat(world.invoice(id).getTotal()).isEqualTo(-2_00);
    }

    @Test
    @DisplayName("a note of ours whose answer is lost is no stranger's")
    void ourNoteThatMayBeThereIsNoStrangers() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -1_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);
        world.here.plannedAdjustment(original, 2, -2_00);

        world.here.delivery().drain(1);

        assertThat(world.notes()).hasSize(2);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("the invoice of the period is another provider's: asked about, and not asked there")
    void anInvoiceOfAnotherProviderTakesNoNote() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        DATABASE.jdbcClient()
                .sql("""
                        update invoices
                        set provider = 'paystack'
                        where customer_key = :customer_key
                          and kind = 'PERIOD'
                        """)
                .param("customer_key", original.customerKey())
                .update();

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked())
                .startsWith("TOTAL_NEGATIVE: " + id)
                .contains(original + " is of paystack in USD", "of stripe in USD", "retry sends it all the same");
    }

    @Test
    @DisplayName("its invoice was given up: a retry names what it waits for, and then it waits no longer")
    void aNoteOnAnInvoiceThatWasGivenUpIsAskedAbout() {
        InvoiceId original = world.here.planned(world.here.customer("acme+sandbox_no_card", "USD"), 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        DeliveryDesk desk = world.here.bean(DeliveryDesk.class);
        assertThatThrownBy(() -> desk.retry(id + "/1"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("goes when " + original + " is finalized");

        desk.abandon(original + "/1", new Remark("billed by hand", "Ada"));
        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked())
                .startsWith("ORIGINAL_GIVEN_UP: ")
                .contains("credit note of 3.00 USD on " + original, "while it was DRAFT");

        world.here.parked().waive(world.here.parked().open(1).getFirst().key());
        world.here.drainAll();
        assertThat(world.here.parkedReasons()).isEmpty();
        assertThat(world.notes()).isEmpty();
    }

    @Test
    @DisplayName("its invoice was parked and waived: it waits no longer either")
    void aNoteOnAnInvoiceThatWasWaivedIsAskedAbout() {
        InvoiceId original = world.here.planned(world.here.customer("acme+sandbox_no_card", "USD"), 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.through(new CrashingProvider(world.stripe.provider) {
            @Override
            public Outcome execute(Call call, String idempotencyKey) {
                return call instanceof Call.CreateInvoice
                        ? new Outcome.NeedsAttention("KEY_MISUSED", "not made")
                        : super.execute(call, idempotencyKey);
            }
        });
        world.here.drainAll();
        assertThat(world.onlyParked()).startsWith("KEY_MISUSED: ");

        world.here.parked().waive(world.here.parked().open(1).getFirst().key());
        world.here.drainAll();

        assertThat(world.onlyParked()).startsWith("ORIGINAL_GIVEN_UP: ");
    }

    private void voided(InvoiceId original) {
        world.here.invoices().voidInvoice(original.toString(), world.stripe.clock.instant());
    }

    private static void openSuccessor(InvoiceId original) {
        DATABASE.jdbcClient()
                .sql("""
                        insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, living,
                          status, currency, total_amount, amount_paid, plan_version_id, provider, provider_invoice_id,
                          drafted_time)
                        select customer_key, :successor, period_start, period_end, kind, 2, 1, 'FINALIZED', currency,
                          total_amount, 0, plan_version_id, provider, 'in_successor', drafted_time
                        from invoices
                        where customer_key = :customer_key
                          and invoice_id = :original
                        """)
                .param("successor", Bytes.of(original.toString().replace("_P1", "_P2")))
                .param("customer_key", original.customerKey())
                .param("original", Bytes.of(original.toString()))
                .update();
    }

    private InvoiceId paid() {
        InvoiceId original = world.open("acme", 10_00);
        world.pay(original, 10_00);
        world.tell();
        return original;
    }

    private Refund refunded(InvoiceId original, long amount) {
        Refund refund = CreditWorld.asked(() -> {
            var v1 = world.stripe.client().v1();
            String intent = v1.invoicePayments()
                    .list(InvoicePaymentListParams.builder()
                            .setInvoice(world.there(original))
                            .build())
                    .getData()
                    .getFirst()
                    .getPayment()
                    .getPaymentIntent();
            return v1.refunds()
                    .create(RefundCreateParams.builder()
                            .setPaymentIntent(intent)
                            .setAmount(amount)
                            .build());
        });
        world.tell();
        return refund;
    }

    private void strangersNote(InvoiceId original, long amount) {
        CreditWorld.asked(() -> world.stripe
                .client()
                .v1()
                .creditNotes()
                .create(CreditNoteCreateParams.builder()
                        .setInvoice(world.there(original))
                        .setAmount(amount)
                        .build()));
    }

    private String parkedOf(InvoiceId id) {
        return world.here.parked().open(10).stream()
                .map(entry -> entry.cause())
                .filter(cause -> cause.detail().startsWith(id + ":"))
                .map(cause -> cause.reason() + ": " + cause.detail())
                .findFirst()
                .orElseThrow();
    }
}
