package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.CreditNoteCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credit notes that Stripe does not take, or has taken back, and invoices that credit notes keep from being voided. */
class StripeRefusedCreditNotesTest {
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

    @Test
    void twoNotesAddUpAndAThirdThatIsTooLargeIsParkedWithTheFigures() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.here.plannedAdjustment(original, 2, -4_00);
        world.here.drainAll();
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(7_00);

        InvoiceId tooLarge = world.here.plannedAdjustment(original, 3, -4_00);
        world.here.drainAll();

        assertThat(world.notes()).hasSize(2);
        assertThat(world.onlyParked())
                .startsWith("TOTAL_NEGATIVE: ")
                .contains("4.00 USD", "3.00 USD", "total 10.00 USD", "credited before 7.00 USD", "retry");
        assertThat(world.here.invoice(tooLarge).status()).isEqualTo(InvoiceStatus.DRAFT);

        world.here.retryParked();
        world.here.drainAll();

        assertThat(world.notes()).hasSize(2);
        assertThat(world.invoice(tooLarge).getTotal()).isEqualTo(-4_00);
        assertThat(world.credit(original)).isEqualTo(4_00);
        assertThat(world.here.invoice(tooLarge).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"VOID", "UNCOLLECTIBLE"})
    void anInvoiceThatTakesNoNoteAtStripeParksIt(String state) {
        InvoiceId original = world.open("acme", 10_00);
        var invoices = world.stripe.client().v1().invoices();
        CreditWorld.asked(() -> state.equals("VOID")
                ? invoices.voidInvoice(world.there(original))
                : invoices.markUncollectible(world.there(original)));
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked())
                .startsWith("TOTAL_NEGATIVE: " + id)
                .contains(original + " is " + state, "3.00 USD", "retry sends it all the same");
    }

    @Test
    void anInvoiceThatIsNotThereParksIt() {
        InvoiceId original = world.open("acme", 10_00);
        String known = world.there(original);
        world.here.invoices().linkToProvider(original, "in_of_another_account");
        world.here.plannedAdjustment(original, 1, -3_00);

        world.here.drainAll();

        assertThat(world.onlyParked()).startsWith("ORIGINAL_MISSING: ").contains("in_of_another_account");

        world.here.invoices().linkToProvider(original, known);
        world.here.retryParked();
        world.here.drainAll();
        assertThat(world.onlyNote().getAmount()).isEqualTo(3_00);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    void withoutAnInvoiceOfItsPeriodItIsParkedAsItWas() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.invoices().voidInvoice(original.toString(), world.stripe.clock.instant());
        world.here.drainAll();
        world.here.plannedAdjustment(original, 1, -3_00);

        world.here.drainAll();

        assertThat(world.here.parkedReasons()).containsExactly("TOTAL_NEGATIVE");
        assertThat(world.notes()).isEmpty();
    }

    @Test
    void aVoidBetweenPlanAndCallIsAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.here.invoices().voidInvoice(original.toString(), world.stripe.clock.instant());

        world.here.drainAll();

        assertThat(world.onlyParked()).startsWith("ORIGINAL_VOID: ").contains("-3.00 USD", "drafts its successor");
        assertThat(world.notes()).isEmpty();
    }

    @Test
    void aStrangersNoteBesideOursIsStillAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.here.drainAll();
        CreditWorld.asked(() -> world.stripe
                .client()
                .v1()
                .creditNotes()
                .create(CreditNoteCreateParams.builder()
                        .setInvoice(world.there(original))
                        .setAmount(7_00L)
                        .build()));

        world.tell();

        assertThat(world.here.parkedReasons()).containsExactly("CREDITED_AT_PROVIDER");
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(3_00);
    }

    @Test
    void aNoteThatIsVoidedAtStripeIsOwedAgainAndAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.here.drainAll();
        CreditWorld.asked(() -> world.stripe.client().v1().creditNotes().voidCreditNote(world.there(id)));

        world.tell();

        assertThat(world.onlyParked()).startsWith("VOIDED_AT_PROVIDER: " + id).contains("-3.00 USD");
        assertThat(world.here.invoice(original).owed().minorUnits()).isEqualTo(10_00);
    }

    @Test
    void anInvoiceWithANoteAndANoteThatMayBeThereCannotBeVoided() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);

        assertVoidIsRefused(id, "may be");
        assertVoidIsRefused(original, id.toString());
        world.here.drainAll();
        assertVoidIsRefused(id, "PAID");
        assertVoidIsRefused(original, id.toString());
        assertThat(world.here.invoice(original).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    private void assertVoidIsRefused(InvoiceId id, String named) {
        assertThatThrownBy(() -> world.here.invoices().voidInvoice(id.toString(), world.stripe.clock.instant()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining(named);
    }

    @Test
    void aNoteThatWasNeverSentIsVoidedWithoutATrace() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);

        world.here.invoices().voidInvoice(id.toString(), world.stripe.clock.instant());
        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }
}
