package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.CreditNoteCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.Parked;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.CustomerRenewal;
import dev.tallygate.payment.DeliveryDesk;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.Remark;
import dev.tallygate.provider.ForgetfulProvider;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Credit notes that may be at Stripe: nobody gives them up, or makes them again, before it is known. */
class StripeDoubtedCreditNotesTest {
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
    void aNoteWithoutAnAnswerIsNotGivenUp() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = noteWithoutAnAnswer(original);

        assertThatThrownBy(() -> abandon(id))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("UNKNOWN")
                .hasMessageContaining("may be at the provider; retry it, and ./tallygate batch deliver looks it up");

        world.here.bean(DeliveryDesk.class).retry(id + "/1");
        assertThatThrownBy(() -> abandon(id)).isInstanceOf(Rejected.class);
        assertMadeOnce(id);
    }

    @Test
    void aStoppedNoteThatMayBeThereIsNeitherWaivedNorGivenUp() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.through(new CrashingProvider(world.stripe.provider) {
            @Override
            public Outcome execute(Call call, String idempotencyKey) {
                super.execute(call, idempotencyKey);
                return new Outcome.NeedsAttention("KEY_MISUSED", "made, and told otherwise");
            }
        });
        world.here.drainAll();
        world.through(world.stripe.provider);
        Parked.ParkedKey parked = world.here.parked().open(1).getFirst().key();

        assertThatThrownBy(() -> world.here.parked().waive(parked))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("may be at the provider; retry it");
        assertThatThrownBy(() -> abandon(id)).isInstanceOf(Rejected.class).hasMessageContaining("NEEDS_ATTENTION");
        assertThat(world.here.parkedReasons()).containsExactly("KEY_MISUSED");

        world.here.retryParked();
        assertThatThrownBy(() -> abandon(id)).isInstanceOf(Rejected.class);
        assertMadeOnce(id);
    }

    @Test
    void aNoteThatWasNeverSentIsGivenUp() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);

        abandon(id);
        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
    }

    @Test
    @DisplayName("the customer is another one there by now: the note is found on its invoice")
    void aNoteOfARenewedCustomerIsFoundOnItsInvoice() {
        InvoiceId original = world.open("acme", 10_00);
        world.pay(original, 10_00);
        world.tell();
        InvoiceId id = noteWithoutAnAnswer(original);
        String before = world.invoice(original).getCustomer();
        CreditWorld.asked(() -> world.stripe.client().v1().customers().delete(before));
        world.here.bean(CustomerRenewal.class).renew("acme+sandbox_no_card");
        world.stripe.clock.advance(Duration.ofHours(50));

        assertMadeOnce(id);

        assertThat(world.here.customers().require("acme+sandbox_no_card").atProvider())
                .isPresent()
                .isNotEqualTo(Optional.of(before));
    }

    @Test
    @DisplayName("told of before it was answered: taken as it is, also where nothing is found and keys are not kept")
    void aNoteThatWasToldOfIsNotMadeAgain() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = noteWithoutAnAnswer(original);
        world.tell();
        world.through(new ForgetfulProvider(world.stripe.provider));

        assertMadeOnce(id);
    }

    @Test
    @DisplayName("made by hand with our metadata: it is that one, and there is none besides")
    void aNoteThatWasMadeByHandIsTakenOver() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.adjustment(original, 1, -3_00);
        String note = madeByHand(original, id);
        world.tell();

        world.here.planner().plan(List.of(id.toString()));

        assertMadeOnce(id);
        assertThat(world.there(id)).isEqualTo(note);
    }

    @Test
    @DisplayName("made by hand with our metadata, and taken back: no second one is made, and a person is asked")
    void aNoteThatWasMadeByHandAndTakenBackIsAskedAbout() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.adjustment(original, 1, -3_00);
        String note = madeByHand(original, id);
        CreditWorld.asked(() -> world.stripe.client().v1().creditNotes().voidCreditNote(note));
        world.tell();

        world.here.planner().plan(List.of(id.toString()));
        world.here.drainAll();

        assertThat(world.onlyNote().getId()).isEqualTo(note);
        assertThat(world.here.parked().open(10))
                .extracting(entry -> entry.cause().reason())
                .containsExactlyInAnyOrder("VOIDED_AT_PROVIDER", "SECOND_OBJECT");
        assertThat(world.here.parked().open(10))
                .anyMatch(entry -> entry.cause().detail().contains(note + " of 3.00 USD is VOID here"));
    }

    @Test
    @DisplayName("the key may not read credit notes: a person is told, and a mended key finds it")
    void aKeyThatMayNotLookIsTold() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = noteWithoutAnAnswer(original);
        world.stripe.clock.advance(Duration.ofHours(50));
        world.through(new CrashingProvider(world.stripe.provider) {
            @Override
            public LookUp lookUp(Call call, Instant since) {
                return new LookUp.KeyRefused("Stripe 403 : rak_credit_note_read");
            }
        });
        world.here.delivery().drain(1);

        assertThat(world.onlyParked()).startsWith("KEY_REFUSED: ").contains("rak_credit_note_read");
        world.through(world.stripe.provider);
        assertMadeOnce(id);
    }

    private InvoiceId noteWithoutAnAnswer(InvoiceId original) {
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);
        return id;
    }

    private String madeByHand(InvoiceId original, InvoiceId id) {
        Map<String, String> marks = new HashMap<>(world.invoice(original).getMetadata());
        marks.put(StripeMarks.INVOICE, id.toString());
        marks.put(StripeMarks.CREDITED, original.toString());
        return CreditWorld.asked(() -> world.stripe
                .client()
                .v1()
                .creditNotes()
                .create(CreditNoteCreateParams.builder()
                        .setInvoice(world.there(original))
                        .setAmount(3_00L)
                        .putAllMetadata(marks)
                        .build())
                .getId());
    }

    private void abandon(InvoiceId id) {
        world.here.bean(DeliveryDesk.class).abandon(id + "/1", new Remark("by hand", "Ada"));
    }

    private void assertMadeOnce(InvoiceId id) {
        world.here.drainAll();
        assertThat(world.onlyNote().getId()).isEqualTo(world.there(id));
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }
}
