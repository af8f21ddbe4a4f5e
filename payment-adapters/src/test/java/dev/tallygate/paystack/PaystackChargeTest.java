package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld.Misfortune;
import dev.tallygate.sandbox.paystack.Quirk;
import dev.tallygate.sandbox.paystack.SavedCard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Invoices that are collected from the card that a customer left behind. */
class PaystackChargeTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private PaystackWorld there;
    private PaymentWorld here;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        there = new PaystackWorld(folder);
        here = new PaymentWorld(DATABASE, there.clock(), there.charging());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aSavedCardIsChargedOnceAndTheMoneyIsBookedByItsReference() {
        InvoiceId id = planned(SavedCard.PAYS);

        here.drainAll();
        there.tell(here);
        here.settler().settle(100);

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(attempts()).containsExactly("success 500000");
        assertThat(there.invoices()).as("payment requests").isEmpty();
        assertThat(here.money(id))
                .hasSize(1)
                .first()
                .asString()
                .matches("PAYMENT inv-[0-9a-f]{32}-a1 DONE 5000.00 NGN");
        assertThat(here.parkedReasons()).isEmpty();
        assertThat(here.eventStates()).allMatch(state -> state.endsWith("SETTLED"));
    }

    @ParameterizedTest
    @EnumSource(
            value = SavedCard.class,
            names = {"NOT_REUSABLE"})
    void withoutACardForLaterTheCustomerIsAskedByARequest(SavedCard card) {
        InvoiceId id = planned(card);

        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(there.invoices()).hasSize(1);
        assertThat(attempts()).isEmpty();
        assertThat(here.states()).allMatch(state -> state.endsWith("ACCEPTED"));
    }

    /** Scenario 1, of a charge: what may have been done is asked about, under the same reference. */
    @ParameterizedTest
    @EnumSource(Misfortune.class)
    void aMisfortuneAtTheChargeNeverChargesTwice(Misfortune misfortune) {
        there.order(misfortune, CallKind.CHARGE_INVOICE);
        InvoiceId id = planned(SavedCard.PAYS);

        here.drainAll();

        assertThat(here.invoice(id).status()).as("%s", misfortune).isEqualTo(InvoiceStatus.PAID);
        assertThat(attempts()).containsExactly("success 500000");
        assertThat(here.parkedReasons()).isEmpty();
    }

    /** Scenarios 36 and 38: 200 says nothing, and one attempt a day is all. */
    @Test
    void aDeclinedCardIsChargedOnceADayUntilItPays() {
        InvoiceId id = planned(SavedCard.DECLINED);
        here.delivery().drain(10);
        assertThat(attempts()).containsExactly("failed 500000");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);

        there.clock().advance(Duration.ofHours(23));
        here.delivery().drain(10);
        assertThat(attempts()).hasSize(1);
        there.paystack.saveCard(there.customers().getFirst(), SavedCard.PAYS);
        here.drainAll();

        assertThat(attempts()).containsExactly("failed 500000", "success 500000");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void aCardThatNeverPaysIsLeftToAPersonWhoseRetryIsOneAttemptMore() {
        InvoiceId id = planned(SavedCard.DECLINED);

        here.drainAll();

        assertThat(attempts()).hasSize(PaystackCharges.ATTEMPTS_MAX);
        assertThat(pauses()).allMatch(pause -> pause.compareTo(Duration.ofHours(24)) >= 0);
        assertThat(here.parkedReasons()).containsExactly("CHARGE_FAILED");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        here.retryParked();
        here.drainAll();
        assertThat(attempts()).hasSize(PaystackCharges.ATTEMPTS_MAX + 1);
        assertThat(pauses()).allMatch(pause -> pause.compareTo(Duration.ofHours(24)) >= 0);
        assertThat(here.parkedReasons()).containsExactly("CHARGE_FAILED");
    }

    @Test
    void aChargeThatIsUnderWayIsWaitedFor() {
        InvoiceId id = planned(SavedCard.PENDING);
        here.delivery().drain(10);
        for (int look = 0; look < 5; look++) {
            there.clock().advance(Duration.ofHours(30));
            here.delivery().drain(10);
        }
        assertThat(attempts()).containsExactly("processing 500000");

        there.paystack.finishCharge(reference(0), "success");
        here.drainAll();

        assertThat(attempts()).containsExactly("success 500000");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
    }

    /** Its webhook comes before we ask again. */
    @Test
    void aChargeThatEndsWhileWeWaitIsHeardOf() {
        InvoiceId id = planned(SavedCard.PENDING);
        here.delivery().drain(10);
        there.paystack.finishCharge(reference(0), "success");

        there.tell(here);
        here.settler().settle(100);

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        here.drainAll();
        assertThat(attempts()).hasSize(1);
    }

    /** Scenario 40. */
    @Test
    void anotherAmountThanWasAskedForIsBookedAsItIsAndParkedWithBothFigures() {
        there.paystack.turn(Quirk.OTHER_AMOUNT_CHARGED, true);
        InvoiceId id = planned(SavedCard.PAYS);

        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.invoice(id).amountPaid().minorUnits()).isEqualTo(4_999_00);
        assertThat(here.parkedReasons()).containsExactly("PAID_IN_PART");
        assertThat(here.parked().open(1).getFirst().cause().detail()).contains("4999.00 NGN", "5000.00 NGN");
        assertThat(attempts()).hasSize(1);
    }

    @Test
    void aVoidedInvoiceIsNotChargedAnyMore() {
        InvoiceId id = planned(SavedCard.DECLINED);
        here.delivery().drain(10);
        there.paystack.saveCard(there.customers().getFirst(), SavedCard.PAYS);

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        here.drainAll();

        assertThat(attempts()).containsExactly("failed 500000");
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void aChargeThatSucceededBeforeTheVoidIsParkedToBeRefunded() {
        InvoiceId id = planned(SavedCard.PENDING);
        here.delivery().drain(10);
        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        there.paystack.finishCharge(reference(0), "success");

        here.drainAll();

        assertThat(here.parkedReasons()).contains("PAID_AFTER_VOID");
        assertThat(here.money(id)).hasSize(1);
    }

    private InvoiceId planned(SavedCard card) {
        var acme = here.customer("acme", "NGN");
        here.drainAll();
        there.paystack.saveCard(there.customers().getFirst(), card);
        return here.planned(acme, 5_000_00);
    }

    /** Oldest first. */
    private List<JsonNode> transactions() {
        List<JsonNode> all = new ArrayList<>();
        there.data("/transaction").forEach(all::addFirst);
        return all;
    }

    private List<String> attempts() {
        return transactions().stream()
                .map(one ->
                        one.path("status").asString() + " " + one.path("amount").asLong())
                .toList();
    }

    private String reference(int attempt) {
        return transactions().get(attempt).path("reference").asString();
    }

    private List<Duration> pauses() {
        List<Instant> times = transactions().stream()
                .map(one -> Instant.parse(one.path("created_at").asString()))
                .toList();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            pauses.add(Duration.between(times.get(i - 1), times.get(i)));
        }
        return pauses;
    }
}
