package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closing and drafting on a real database. */
class PeriodBillingTest {
    private static final String PER_MODEL = "charges: [{id: tokens, meter: tokens_out, per: 1, price: {gpt: 0.005}}]";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName("W9: --period 2026-03 at 00:30 on 1 April with a grace of an hour: nothing due; at 01:00: billed")
    void w9() {
        world.planOf("""
                plan: hourly
                currency: USD
                grace: 1h
                """, PER_MODEL);
        world.subscribe("acme", "hourly", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");

        assertThat(world.at("2026-04-01T00:30:00Z").bill("2026-04-01T00:00:00Z"))
                .isEmpty();
        assertThat(world.invoices("acme")).isEmpty();

        world.at("2026-04-01T01:00:00Z").bill("2026-04-01T00:00:00Z");
        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 0.50: tokens gpt 0.50");
    }

    @Test
    void aClosedPeriodTakesNoMoreUsageAndWhatComesLateIsALineOnTheNextInvoice_invariant10() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-31T23:59:59.999999Z");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.use("acme", "gpt", 7, "2026-03-31T12:00:00Z").toString())
                .contains("late=true");
        world.use("acme", "gpt", 10, "2026-04-10T00:00:00Z");
        world.at("2026-05-01T00:00:00Z").bill("2026-05-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly(
                        "P1 2026-03 DRAFT 0.50: tokens gpt 0.50",
                        "P1 2026-04 DRAFT 0.09: tokens gpt 0.05 | 2026-03 tokens gpt 0.04");
    }

    @Test
    @DisplayName(
            "W7: two late events after the close, the plan says at once, a bill after each: two differences, once each")
    void w7() {
        world.plan("standard", "corrections: at_once", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");

        world.use("acme", "gpt", 10, "2026-03-11T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "gpt", 4, "2026-03-12T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly(
                        "A1 2026-03 DRAFT 0.05: tokens gpt 0.05",
                        "A2 2026-03 DRAFT 0.02: tokens gpt 0.02",
                        "P1 2026-03 DRAFT 0.50: tokens gpt 0.50");
    }

    @Test
    @DisplayName("W8: 0.005 invoiced as 0.00, then two more units at 0.005: lines 0.00 and 0.02")
    void w8() {
        world.plan("standard", "corrections: at_once", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 1, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");

        world.use("acme", "gpt", 2, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly("A1 2026-03 DRAFT 0.02: tokens gpt 0.02", "P1 2026-03 DRAFT 0.00: tokens gpt 0.00");
    }

    @Test
    void aCustomerWithoutEventsOwesItsFlatFeesAndAShortFirstPeriodIsProrated() {
        world.plan("flat", "charges: [{id: base, flat: 31.00}]");
        world.subscribe("acme", "flat", "2026-03-11T00:00:00Z");
        world.at("2026-05-02T00:00:00Z").bill("2026-05-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly("P1 2026-03 DRAFT 21.00: base 21.00", "P1 2026-04 DRAFT 31.00: base 31.00");
    }

    @Test
    void twoPlansInOnePeriodAreTwoWindowsEachWithItsPartOfTheFees() {
        world.plan("small", "charges: [{id: base, flat: 31.00}]");
        world.plan("large", "charges: [{id: base, flat: 62.00}, {id: tokens, meter: tokens_out, per: 1, price: 0.01}]");
        world.at("2026-03-01T00:00:00Z").subscribe("acme", "small", "2026-03-01T00:00:00Z");
        SubscriptionBook subscriptions = world.bean(SubscriptionBook.class);
        subscriptions.cancel("acme", "main", Instant.parse("2026-03-11T00:00:00Z"));
        subscriptions.create(new SubscriptionRequest("acme", "second", "large", Instant.parse("2026-03-11T00:00:00Z")));
        world.at("2026-04-02T00:00:00Z").use("acme", "gpt", 100, "2026-03-11T00:00:00Z");

        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly("P1 2026-03 DRAFT 53.00: tokens 1.00 | base 10.00 | base 42.00");
    }

    @Test
    void billingAgainChangesNothing_invariant6() {
        world.plan("standard", PER_MODEL, "alerts: [80]");
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        List<String> once = world.invoices("acme");

        assertThat(world.bill("2026-04-01T00:00:00Z")).isEmpty();
        assertThat(world.invoices("acme")).isEqualTo(once).hasSize(1);
    }

    @Test
    void severalBillsAtTheSameMomentDraftOneOfEach_invariant6() {
        world.plan("standard", PER_MODEL);
        for (int i = 0; i < 60; i++) {
            world.subscribe("c" + i, "standard", "2026-02-01T00:00:00Z");
            world.use("c" + i, "gpt", 100 + i, "2026-02-10T00:00:00Z");
            world.use("c" + i, "gpt", 200 + i, "2026-03-10T00:00:00Z");
        }

        Together.run(4, index -> world.bill("2026-04-01T00:00:00Z"));

        for (int i = 0; i < 60; i++) {
            assertThat(world.invoices("c" + i)).as("c" + i).hasSize(2).allMatch(text -> text.startsWith("P1"));
        }
    }

    @Test
    void unpricedUsageParksItsPeriodAloneUntilItIsWaived_andParksAgainWhenMoreComes() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.subscribe("other", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.use("acme", "mystery", 5, "2026-03-10T00:00:00Z");
        world.use("other", "gpt", 100, "2026-03-10T00:00:00Z");

        assertThat(world.bill("2026-04-01T00:00:00Z"))
                .filteredOn(BillOutcome.Parked.class::isInstance)
                .hasSize(1);
        assertThat(world.invoices("acme")).isEmpty();
        assertThat(world.invoices("other")).hasSize(1);
        Parked parked = world.parked("acme", "period-2026-03");
        assertThat(parked.cause().reason()).isEqualTo("UNPRICED_USAGE");
        assertThat(parked.cause().mend()).contains("./tallygate parked waive").contains("period-2026-03");

        world.bean(ParkedBook.class).waive(parked.key());
        world.use("acme", "mystery", 1, "2026-03-11T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        assertThat(world.invoices("acme")).isEmpty();

        world.bean(ParkedBook.class).waive(parked.key());
        world.bill("2026-04-01T00:00:00Z");
        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 0.50: tokens gpt 0.50");
    }

    @Test
    void aVoidInvoiceHasASuccessorAndWhatItCarriedIsDueAgain() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "gpt", 10, "2026-03-10T00:00:00Z");
        world.use("acme", "gpt", 20, "2026-04-10T00:00:00Z");
        world.at("2026-05-01T00:00:00Z").bill("2026-05-01T00:00:00Z");

        InvoiceBook book = world.bean(InvoiceBook.class);
        String april = InvoiceId.of(
                        world.customerKey("acme"), Instant.parse("2026-04-01T00:00:00Z"), InvoiceKind.PERIOD, 1)
                .toString();
        book.voidInvoice(april, Instant.parse("2026-05-02T00:00:00Z"));
        book.voidInvoice(april, Instant.parse("2026-05-02T00:00:00Z"));
        world.bill("2026-05-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly(
                        "P1 2026-03 DRAFT 0.50: tokens gpt 0.50",
                        "P1 2026-04 VOID 0.15: tokens gpt 0.10 | 2026-03 tokens gpt 0.05",
                        "P2 2026-04 DRAFT 0.15: tokens gpt 0.10 | 2026-03 tokens gpt 0.05");
    }

    @Test
    void aPaidInvoiceIsNotVoided_invariant10() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        InvoiceBook book = world.bean(InvoiceBook.class);
        Invoice invoice = book.list(InvoiceFilter.ALL, null, 10).getFirst();
        Money paid = new Money(50, Currency.getInstance("USD"));
        Instant time = Instant.parse("2026-04-02T00:00:00Z");

        assertThat(book.paid(invoice.id(), paid, time)).isEqualTo(StatusMove.REFUSED);
        assertThat(book.finalized(invoice.id(), "in_1", "N-1", time)).isEqualTo(StatusMove.MOVED);
        assertThat(book.finalized(invoice.id(), "in_1", "N-1", time)).isEqualTo(StatusMove.ALREADY);
        assertThat(book.paid(invoice.id(), paid, time)).isEqualTo(StatusMove.MOVED);
        assertThat(book.finalized(invoice.id(), "in_1", "N-1", time)).isEqualTo(StatusMove.ALREADY);
        assertThatThrownBy(() -> book.voidInvoice(invoice.id().toString(), time))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.INVOICE_STATE));
        assertThat(book.findByProviderId("stripe", "in_1")).isPresent();
        assertThat(book.find("inv_0_nothing")).isEmpty();
    }

    @Test
    void aRehearsalDraftsTheSameAndWritesNothing() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-02-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-02-10T00:00:00Z");
        world.use("acme", "mystery", 100, "2026-03-10T00:00:00Z");

        List<BillOutcome> rehearsed = world.rehearse("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme")).isEmpty();
        assertThat(world.bean(ParkedBook.class).open(10)).isEmpty();
        assertThat(world.bill("2026-04-01T00:00:00Z")).isEqualTo(rehearsed).hasSize(2);
    }

    @Test
    void whereTheSubscriptionIsOverADifferenceIsAnAdjustmentOfItsOwnPeriod() {
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.at("2026-03-20T00:00:00Z");
        world.bean(SubscriptionBook.class).cancel("acme", "main", Instant.parse("2026-04-01T00:00:00Z"));
        world.at("2026-04-02T00:00:00Z").bill("2026-04-01T00:00:00Z");

        world.use("acme", "gpt", 10, "2026-03-11T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactly("A1 2026-03 DRAFT 0.05: tokens gpt 0.05", "P1 2026-03 DRAFT 0.50: tokens gpt 0.50");
    }
}
