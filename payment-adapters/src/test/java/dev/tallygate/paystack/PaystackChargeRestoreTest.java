package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.Adoption.Adopted;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.sandbox.paystack.SavedCard;
import dev.tallygate.time.UtcTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A restored database has forgotten that cards were charged: none is charged again, nor its customer asked by a request. */
class PaystackChargeRestoreTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private PaystackWorld there;
    private PaymentWorld here;
    private Customer acme;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        there = new PaystackWorld(folder);
        here = new PaymentWorld(DATABASE, there.clock(), there.charging(), folder.resolve("home"));
        DATABASE.jdbcClient()
                .sql("""
                        insert into installation (id, installation_id, mode, created_time)
                        values (1, :id, 'test', :now)
                        """)
                .param("id", Bytes.of(PaymentWorld.INSTALLATION.installationId()))
                .param("now", UtcTimes.toColumn(there.clock().instant()))
                .update();
        acme = here.customer("acme", "NGN");
        here.drainAll();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** The card is gone since: without the charge its customer would be asked to pay once more. */
    @Test
    void aChargeThatSucceededIsTakenOver() {
        InvoiceId id = here.planned(acme, 5_000_00);
        Runnable restore = charged(SavedCard.PAYS);
        there.paystack.saveCard(there.customers().getFirst(), SavedCard.NOT_REUSABLE);

        restored(restore);
        List<Adopted> adopted = adopt();
        here.drainAll();

        assertThat(adopted).extracting(Adopted::result).contains(Adoption.Result.ADOPTED);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.money(id)).singleElement().asString().matches("PAYMENT inv-[0-9a-f]{32}-a1 DONE 5000.00 NGN");
        assertThat(attempts()).containsExactly("success 500000");
        assertThat(there.invoices()).as("payment requests").isEmpty();
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void aChargeOfADraftThatComesLaterIsTakenOverThen() {
        Runnable restore = DATABASE.backup();
        InvoiceId lost = here.draft(acme, 5_000_00);
        here.planner().plan(List.of(lost.toString()));
        charge(SavedCard.PAYS);
        there.paystack.saveCard(there.customers().getFirst(), SavedCard.NOT_REUSABLE);

        restored(restore);
        assertThat(adopt()).extracting(Adopted::result).contains(Adoption.Result.REMEMBERED);
        InvoiceId again = here.planned(acme, 5_000_00);
        here.drainAll();

        assertThat(here.invoice(again).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(attempts()).containsExactly("success 500000");
        assertThat(there.invoices()).as("payment requests").isEmpty();
    }

    @Test
    void aChargeOfAnotherTotalIsParkedWithBothFigures() {
        Runnable restore = DATABASE.backup();
        InvoiceId lost = here.draft(acme, 5_000_00);
        here.planner().plan(List.of(lost.toString()));
        charge(SavedCard.PAYS);

        restored(restore);
        InvoiceId other = here.planned(acme, 6_000_00);
        adopt();
        here.drainAll();

        assertThat(here.invoice(other).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(here.parkedReasons()).containsExactly("TOTAL_DIFFERS");
        assertThat(here.parked().open(1).getFirst().cause().detail()).contains("5000.00", "6000.00");
        assertThat(attempts()).containsExactly("success 500000");
    }

    /** It is no object of Paystack's; the invoice is charged on, and a day lies between the two attempts. */
    @Test
    void anAttemptThatFailedCountsAsOne() {
        InvoiceId id = here.planned(acme, 5_000_00);
        Runnable restore = charged(SavedCard.DECLINED);

        restored(restore);
        adopt();
        there.paystack.saveCard(there.customers().getFirst(), SavedCard.PAYS);
        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(attempts()).containsExactly("failed 500000", "success 500000");
        assertThat(there.invoices()).as("payment requests").isEmpty();
    }

    @Test
    void aSecondAdoptionFindsTheChargeKnown() {
        here.planned(acme, 5_000_00);
        Runnable restore = charged(SavedCard.PAYS);
        restored(restore);
        adopt();
        here.drainAll();
        here.bean(DeliveryHolds.class).afterRestore("once more");

        assertThat(adopt()).extracting(Adopted::result).containsOnly(Adoption.Result.KNOWN);
        assertThat(attempts()).containsExactly("success 500000");
    }

    /** The state before the charge. */
    private Runnable charged(SavedCard card) {
        Runnable restore = DATABASE.backup();
        charge(card);
        return restore;
    }

    private void charge(SavedCard card) {
        there.paystack.saveCard(there.customers().getFirst(), card);
        here.delivery().drain(100);
        assertThat(attempts()).hasSize(1);
    }

    private void restored(Runnable restore) {
        restore.run();
        there.clock().advance(Duration.ofHours(25));
        assertThat(here.delivery().drain(100).isIdle()).isTrue();
    }

    private List<Adopted> adopt() {
        List<Adopted> adopted = new ArrayList<>();
        assertThat(here.bean(Adoption.class).adopt(PaystackProvider.NAME, adopted::add))
                .isPresent();
        return adopted;
    }

    /** Oldest first. */
    private List<String> attempts() {
        List<String> all = new ArrayList<>();
        there.data("/transaction")
                .forEach(one -> all.addFirst(
                        one.path("status").asString() + " " + one.path("amount").asLong()));
        return all;
    }
}
