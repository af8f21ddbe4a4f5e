package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.provider.ForgetfulProvider;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit notes whose answer was lost, whose sender was killed, or whose database forgot them: never a second one. */
class StripeLostCreditNotesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Duration LEASE_OVER = Duration.ofMinutes(3);
    private static final int LIFE_MAX = 100;

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

    @ParameterizedTest(name = "{0}, and asked again after {1} hours")
    @CsvSource({
        "DROP_ANSWER, 0",
        "DROP_CALL, 0",
        "DROP_ANSWER, 50",
        "DROP_CALL, 50",
        "SERVER_ERROR, 0",
        "SERVER_ERROR_DONE, 0",
        "TRUNCATED_JSON, 0",
        "RATE_LIMITED, 0",
        "KEY_IN_USE, 0",
        "BAD_GATEWAY_DONE, 50"
    })
    void whateverHappensToTheAnswerThereIsOneNote(Fault.Type fault, int hours) {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.stripe.stripe.order(Fault.once(fault, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);
        world.stripe.clock.advance(Duration.ofHours(hours));

        world.here.drainAll();

        assertThat(world.onlyNote().getId()).isEqualTo(world.there(id));
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(3_00);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    @DisplayName("the call was lost and the invoice paid meanwhile: looked up, divided anew, one note")
    void aLostCallIsDividedAnew(int hours) {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_CALL, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);
        world.pay(original, 10_00);
        world.stripe.clock.advance(Duration.ofHours(hours));

        world.here.drainAll();

        assertThat(world.onlyNote().getPrePaymentAmount()).isZero();
        assertThat(world.credit(original)).isEqualTo(3_00);
        assertThat(world.here.invoice(original).amountCredited().isZero()).isTrue();
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    /** What is left of the invoice is less than the note by then, because of that very note. */
    @Test
    void aLostAnswerOfAWholeInvoicesNoteIsFoundThoughNothingIsLeft() {
        InvoiceId original = world.open("acme", 10_00);
        InvoiceId id = world.here.plannedAdjustment(original, 1, -10_00);
        world.stripe.stripe.order(Fault.once(Fault.Type.SERVER_ERROR_DONE, "POST", "/v1/credit_notes"));
        world.here.delivery().drain(1);
        world.stripe.clock.advance(Duration.ofHours(50));

        world.here.drainAll();

        assertThat(world.onlyNote().getId()).isEqualTo(world.there(id));
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    /** What a restored database has forgotten. */
    enum Forgotten {
        /** That the note was made. */
        THE_ANSWER,
        /** That there was an adjustment at all. */
        THE_ADJUSTMENT
    }

    @ParameterizedTest
    @EnumSource(Forgotten.class)
    @DisplayName("restored to before the note: adopted by its marks, and what it took off is ours again")
    void aRestoredDatabaseTakesItsNoteOver(Forgotten forgotten) {
        InvoiceId original = world.open("acme", 10_00);
        Runnable early = DATABASE.backup();
        InvoiceId id = world.here.plannedAdjustment(original, 1, -10_00);
        Runnable restore = forgotten == Forgotten.THE_ANSWER ? DATABASE.backup() : early;
        world.here.drainAll();
        String note = world.there(id);

        restore.run();
        world.stripe.clock.advance(Duration.ofHours(30));
        world.through(world.stripe.provider);
        world.here.bean(DeliveryHolds.class).afterRestore("restored from the backup of Monday");
        world.tell();
        List<Adoption.Adopted> adopted = new ArrayList<>();
        world.here.bean(Adoption.class).adopt("stripe", adopted::add);
        if (forgotten == Forgotten.THE_ADJUSTMENT) {
            assertThat(world.here.plannedAdjustment(original, 1, -10_00)).isEqualTo(id);
        }
        world.here.drainAll();
        world.here.retryParked();
        world.here.settler().settle(1_000);

        assertThat(adopted).anySatisfy(one -> assertThat(one.objectId()).isEqualTo(note));
        assertThat(world.onlyNote().getId()).isEqualTo(note);
        assertThat(world.there(id)).isEqualTo(note);
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(10_00);
        assertThat(world.here.invoice(original).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    /** When the process dies. */
    enum Moment {
        BEFORE_THE_CALL,
        AFTER_THE_CALL,
        /** And the next process after the first call that it makes. */
        AFTER_THE_CALL_AND_AGAIN
    }

    /** Of 10.00, what was paid, and the note. */
    enum Story {
        OPEN(0, 3_00),
        MIXED(4_00, 8_00),
        WHOLE(0, 10_00);

        private final long paid;
        private final long note;

        Story(long paid, long note) {
            this.paid = paid;
            this.note = note;
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    @DisplayName(
            "killed at any call, soon or a day before the next process: books and Stripe end as if nobody had been")
    void killedAtAnyCallItEndsAsIfNobodyHadBeen(Story story) {
        var none = new CrashingProvider(world.stripe.provider);
        String plain = ended(story, "plain", none, new CrashingProvider(world.stripe.provider), LEASE_OVER);
        int calls = none.calls();
        assertThat(plain).startsWith("PAID, 1 notes of " + story.note);
        assertThat(calls).isGreaterThan(1);
        for (Moment moment : Moment.values()) {
            for (Duration pause : List.of(LEASE_OVER, Duration.ofHours(30))) {
                for (int number = 1; number <= calls; number++) {
                    var first = new CrashingProvider(world.stripe.provider);
                    first.crashAt(number, moment != Moment.BEFORE_THE_CALL);
                    var second = new CrashingProvider(world.stripe.provider);
                    if (moment == Moment.AFTER_THE_CALL_AND_AGAIN) {
                        second.crashAt(1, true);
                    }
                    String name = (moment + "-" + pause.toMinutes() + "-" + number).toLowerCase(java.util.Locale.ROOT);
                    assertThat(ended(story, name, first, second, pause))
                            .as(name)
                            .isEqualTo(plain);
                }
            }
        }
    }

    @Test
    @DisplayName("negative control: where keys are not kept and nothing is looked up, a kill makes a second note")
    void keysThatAreNotKeptAreCaught() {
        UnaryOperator<PaymentProvider> forgetful = ForgetfulProvider::new;
        var first = new CrashingProvider(forgetful.apply(world.stripe.provider));
        first.crashAt(2, true);
        var second = new CrashingProvider(forgetful.apply(world.stripe.provider));

        assertThat(ended(Story.OPEN, "forgetful", first, second, LEASE_OVER)).contains("2 notes");
    }

    /** What books and Stripe say in the end; {@code first} dies where it was told to, and others go on. */
    private String ended(Story story, String name, CrashingProvider first, CrashingProvider second, Duration pause) {
        world.through(world.stripe.provider);
        Customer customer = world.here.customer(name + "+sandbox_no_card", "USD");
        InvoiceId original = world.here.planned(customer, 10_00);
        world.here.drainAll();
        if (story.paid > 0) {
            world.pay(original, story.paid);
        }
        InvoiceId id = world.here.plannedAdjustment(original, 1, -story.note);
        List<CrashingProvider> lives =
                new ArrayList<>(List.of(first, second, new CrashingProvider(world.stripe.provider)));
        live(lives, pause);
        world.through(world.stripe.provider);
        world.here.reconciler().reconcile(original.toString());
        return "%s, %d notes of %d, credited %d, %s, credit %d, parked %s"
                .formatted(
                        world.here.invoice(id).status(),
                        world.notes().stream()
                                .filter(note -> note.getInvoice().equals(world.there(original)))
                                .count(),
                        world.notes().getFirst().getAmount(),
                        world.here.invoice(original).amountCredited().minorUnits(),
                        world.here.invoice(original).status(),
                        world.credit(original),
                        world.here.parked().open(100).stream()
                                .filter(entry -> entry.key().customerKey() == original.customerKey())
                                .map(entry -> entry.cause().reason())
                                .toList());
    }

    private void live(List<CrashingProvider> lives, Duration pause) {
        world.through(lives.removeFirst());
        for (int step = 0; step < LIFE_MAX; step++) {
            try {
                world.here.drainAll();
                return;
            } catch (CrashingProvider.Crash crash) {
                world.through(lives.removeFirst());
                world.stripe.clock.advance(pause);
            }
        }
        throw new AssertionError("it never ends: " + world.here.states());
    }
}
