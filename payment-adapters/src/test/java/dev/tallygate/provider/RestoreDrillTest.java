package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.Adoption.Adopted;
import dev.tallygate.payment.Adoption.Result;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.InvoiceFacts.Status;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld.There;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is restored from a backup forgets what its provider was told since; nothing may be told twice. */
public abstract class RestoreDrillTest {
    @TempDir
    Path folder;

    private ProviderWorld there;
    private PaymentWorld here;

    /** A schema of the class's own. */
    protected abstract TestDatabase database();

    /** A new, empty provider that keeps its files in the folder. */
    protected abstract ProviderWorld open(Path folder) throws IOException;

    @BeforeEach
    void openBoth() throws IOException {
        database().clear();
        there = open(folder);
        here = machine("home");
        database()
                .jdbcClient()
                .sql("""
                        insert into installation (id, installation_id, mode, created_time)
                        values (1, :id, 'test', :now)
                        """)
                .param("id", Bytes.of(PaymentWorld.INSTALLATION.installationId()))
                .param("now", UtcTimes.toColumn(there.clock().instant()))
                .update();
    }

    @AfterEach
    void closeBoth() {
        here.close();
        there.close();
    }

    @Test
    @DisplayName(
            "restored to before deliver, noticed, adopted, delivered again: one object each, and the ledger knows it")
    void drillARestoredDatabaseTellsNobodyTwice() {
        InvoiceId acme = here.draft(customer("acme"), 100_00, 50_00);
        Customer bolt = customer("bolt");
        Runnable restore = delivered("crane", () -> here.draft(bolt, 70_00));

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.planner().plan(List.of(acme.toString()));

        assertThat(here.delivery().drain(100).isIdle()).isTrue();
        assertThat(here.delivery().drain(100).obstacles())
                .singleElement()
                .asString()
                .contains("is held since", "reconcile --adopt");
        assertThat(here.states()).allMatch(state -> state.endsWith("HELD"));
        InvoiceId again = here.draft(here.customers().require("bolt"), 70_00);
        Customer crane = customer("crane");

        assertThat(results(adopt())).contains(Result.ADOPTED, Result.REMEMBERED);
        here.planner().plan(List.of(again.toString()));
        InvoiceId craneAgain = here.planned(crane, 60_00);
        here.drainAll();

        assertThat(there.customers()).hasSize(3);
        assertThat(there.invoices())
                .hasSize(3)
                .allSatisfy(invoice -> assertThat(invoice.status()).isEqualTo(Status.OPEN));
        assertThat(List.of(acme, again, craneAgain))
                .allSatisfy(id -> assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED));
        assertThat(here.parkedReasons()).isEmpty();
        assertThat(here.states()).allMatch(state -> state.endsWith("ACCEPTED"));
    }

    @Test
    @DisplayName("negative control: on a machine that notices nothing, and without being told, it is told twice")
    void withoutAHoldItIsToldTwice() {
        InvoiceId acme = here.draft(customer("acme"), 100_00, 50_00);
        here.drainAll();
        Runnable restore = delivered("crane", () -> acme);

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        try (PaymentWorld other = machine("another-home")) {
            other.planner().plan(List.of(acme.toString()));
            other.drainAll();
        }

        assertThat(there.invoices().stream().filter(invoice -> invoice.total() == 150_00))
                .hasSize(2);
    }

    @Test
    @DisplayName("on a machine that notices nothing the operator says so, and nothing is told twice")
    void whoIsToldHoldsAsWell() {
        InvoiceId acme = here.draft(customer("acme"), 100_00, 50_00);
        here.drainAll();
        Runnable restore = delivered("crane", () -> acme);

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        try (PaymentWorld other = machine("another-home")) {
            other.bean(DeliveryHolds.class).afterRestore("restored from the backup of Monday");
            other.planner().plan(List.of(acme.toString()));
            assertThat(other.delivery().drain(100).isIdle()).isTrue();
            other.bean(Adoption.class).adopt(there.provider().name(), adopted -> {});
            other.drainAll();
            assertThat(other.invoice(acme).status()).isEqualTo(InvoiceStatus.FINALIZED);
        }

        assertThat(there.invoices().stream().filter(invoice -> invoice.total() == 150_00))
                .hasSize(1);
    }

    @Test
    @DisplayName("a draft that was only begun is taken over and finished")
    void aDraftThatWasOnlyBegunIsFinished() {
        Customer acme = customer("acme");
        here.drainAll();
        InvoiceId id = here.planned(acme, 100_00, 50_00);
        Runnable restore = database().backup();
        here.delivery().drain(1);
        assertThat(onlyInvoice().status()).isEqualTo(Status.DRAFT);

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.delivery().drain(100);
        adopt();
        here.drainAll();

        assertThat(onlyInvoice().lines()).containsExactly(100_00L, 50_00L);
        assertThat(onlyInvoice().status()).isEqualTo(Status.OPEN);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("an invoice that comes to another total after the restore is parked with both figures")
    void anotherTotalIsParkedWithBothFigures() {
        Customer acme = customer("acme");
        here.drainAll();
        Runnable restore = delivered("crane", () -> here.draft(acme, 100_00));

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.delivery().drain(100);
        InvoiceId other = here.planned(here.customers().require("acme"), 120_00);
        assertThat(results(adopt())).contains(Result.PARKED);
        here.drainAll();

        assertThat(there.invoices().stream().filter(invoice -> invoice.total() == 120_00))
                .isEmpty();
        assertThat(here.invoice(other).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(here.parkedReasons()).containsExactly("TOTAL_DIFFERS");
        assertThat(here.parked().open(1).getFirst().cause().detail()).contains("100.00", "120.00");
    }

    @Test
    @DisplayName("the same after the release: what was found is compared when the draft comes")
    void anotherTotalIsParkedAlsoWhereTheDraftComesLater() {
        Customer acme = customer("acme");
        here.drainAll();
        Runnable restore = delivered("crane", () -> here.draft(acme, 100_00));

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.delivery().drain(100);
        adopt();
        here.planned(here.customers().require("acme"), 120_00);
        here.drainAll();

        assertThat(there.invoices().stream().filter(invoice -> invoice.total() == 120_00))
                .isEmpty();
        assertThat(here.parkedReasons()).containsExactly("TOTAL_DIFFERS");
    }

    @Test
    @DisplayName("customers that get other numbers after the restore: neither the other's invoice nor a second one")
    void aCustomerWithAnotherNumberIsNotBilledTwice() {
        here.drainAll();
        Runnable restore = delivered("crane", () -> here.draft(customer("acme"), 100_00));
        long number = here.customers().require("crane").customerKey();

        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.delivery().drain(100);
        Customer dove = customer("dove");
        for (int other = 0; dove.customerKey() < number; other++) {
            dove = customer("dove-" + other);
        }
        assertThat(dove.customerKey()).isEqualTo(number);
        Customer crane = customer("crane");
        adopt();
        InvoiceId ofDove = here.planned(dove, 60_00);
        InvoiceId ofCrane = here.planned(crane, 60_00);
        here.drainAll();

        assertThat(there.invoices().stream().filter(invoice -> invoice.total() == 60_00))
                .hasSize(2);
        assertThat(here.invoice(ofDove).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.invoice(ofCrane).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(here.parkedReasons()).containsExactly("FOUND_UNDER_OTHER_ID");
    }

    @Test
    void aProviderThatDoesNotAnswerLeavesAllHeld() {
        customer("acme");
        Runnable restore = database().backup();
        here.drainAll();
        restore.run();
        try (PaymentWorld away =
                new PaymentWorld(database(), there.clock(), there.unreachable(), folder.resolve("home"))) {
            away.delivery().drain(100);

            assertThatThrownBy(() ->
                            away.bean(Adoption.class).adopt(there.provider().name(), adopted -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not list");
            assertThat(away.states()).containsExactly("CREATE_CUSTOMER 0 HELD");
        }

        adopt();
        here.drainAll();
        assertThat(there.customers()).hasSize(1);
    }

    @Test
    void aRestoreIsReleasedByAdoptionOnly() {
        here.bean(DeliveryHolds.class).afterRestore("restored");

        assertThatThrownBy(() ->
                        here.bean(DeliveryHolds.class).release(there.provider().name()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("reconcile --adopt");
    }

    @Test
    void anOperatorsHoldKeepsAllBackAndLetsItGo() {
        DeliveryHolds holds = here.bean(DeliveryHolds.class);
        Customer acme = customer("acme");
        holds.hold(there.provider().name(), "they asked us to wait");
        InvoiceId id = here.planned(acme, 100_00);

        assertThat(here.delivery().drain(100).isIdle()).isTrue();
        assertThat(here.states()).allMatch(state -> state.endsWith("HELD"));

        holds.release(there.provider().name());
        here.drainAll();
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(there.customers()).hasSize(1);
    }

    @Test
    void anInvoiceThatIsVoidedWhileItIsHeldIsTakenBack() {
        Customer acme = customer("acme");
        here.drainAll();
        InvoiceId id = here.planned(acme, 100_00);
        Runnable restore = database().backup();
        here.drainAll();
        restore.run();
        there.clock().advance(Duration.ofHours(25));
        here.delivery().drain(100);

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        adopt();
        here.drainAll();

        assertThat(there.invoices()).isEmpty();
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(here.parkedReasons()).isEmpty();
    }

    /** After the backup that comes back: everything is delivered, and one more customer is made and billed. */
    private Runnable delivered(String lateCustomer, Supplier<InvoiceId> draft) {
        Runnable restore = database().backup();
        InvoiceId drafted = draft.get();
        here.planner().plan(here.planner().unplanned(null, 100));
        here.planned(customer(lateCustomer), 60_00);
        here.drainAll();
        assertThat(here.invoice(drafted).status()).isNotEqualTo(InvoiceStatus.DRAFT);
        assertThat(here.parkedReasons()).isEmpty();
        return restore;
    }

    private List<Adopted> adopt() {
        List<Adopted> adopted = new ArrayList<>();
        assertThat(here.bean(Adoption.class).adopt(there.provider().name(), adopted::add))
                .isPresent();
        return adopted;
    }

    private static List<Result> results(List<Adopted> adopted) {
        return adopted.stream().map(Adopted::result).toList();
    }

    private Customer customer(String customerId) {
        return here.customers()
                .create(new CustomerProfile(
                        customerId,
                        "The people of " + customerId,
                        there.email(customerId),
                        Currency.getInstance(there.currency()),
                        there.provider().name()));
    }

    private PaymentWorld machine(String home) {
        return new PaymentWorld(database(), there.clock(), there.provider(), folder.resolve(home));
    }

    private There onlyInvoice() {
        assertThat(there.invoices()).hasSize(1);
        return there.invoices().getFirst();
    }
}
