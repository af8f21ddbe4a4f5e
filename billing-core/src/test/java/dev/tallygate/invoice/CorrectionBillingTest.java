package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRehearser;
import dev.tallygate.usage.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What voided, amended and re-rated usage of closed periods becomes on invoices: one rule (ledger.md section 7). */
class CorrectionBillingTest {
    private static final String MARCH = "2026-03-10T00:00:00Z";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void begin() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName(
            "W6: 10 units at 1.10 invoiced per model, re-rated to pooled at the same price: -11.00 and +11.00, an invoice of zero")
    void fromPerModelToPooledNothingIsBilledTwice() {
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: {\"gpt\": 1.10}}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 10, MARCH);
        world.bill("2026-04-01T00:00:00Z");
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: 1.10}]");

        world.rerate("acme", "p", "2026-03");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 11.00: t gpt 11.00", "A1 2026-03 DRAFT 0.00: t 11.00 | t gpt -11.00");
        assertProved("acme");
        assertThat(world.bill("2026-04-01T00:00:00Z")).isEmpty();
    }

    @Test
    @DisplayName("a void of a closed period is a line on the next invoice, which names its period")
    void aVoidAfterTheCloseRidesOnTheNextInvoice() {
        world.plan("p", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        world.use("acme", "", 10, MARCH);
        String wrong = world.use("acme", "", 5, MARCH).eventId();
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "", 100, "2026-04-10T00:00:00Z");

        assertThat(world.voidEvent("acme", wrong).verdict()).isEqualTo(Verdict.RECORDED);
        world.at("2026-05-02T00:00:00Z").bill("2026-05-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 15.00: t 15.00", "P1 2026-04 DRAFT 95.00: t 100.00 | 2026-03 t -5.00");
        assertProved("acme");
    }

    @Test
    @DisplayName("corrections: at_once makes a credit note of a negative difference, and a revision of each next one")
    void atOnceIsACreditNote() {
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        String one = world.use("acme", "", 10, MARCH).eventId();
        String two = world.use("acme", "", 5, MARCH).eventId();
        world.bill("2026-04-01T00:00:00Z");

        world.voidEvent("acme", two);
        world.bill("2026-04-01T00:00:00Z");
        world.voidEvent("acme", one);
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 15.00: t 15.00",
                        "A1 2026-03 DRAFT -5.00: t -5.00",
                        "A2 2026-03 DRAFT -10.00: t -10.00");
        assertProved("acme");
    }

    @Test
    @DisplayName("a PERIOD invoice is never below zero: the rest is carried until it is used up")
    void totalsBelowZeroAreCarried() {
        world.plan("p", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        String wrong = world.use("acme", "", 100, MARCH).eventId();
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "", 30, "2026-04-10T00:00:00Z");

        world.voidEvent("acme", wrong);
        world.at("2026-05-15T00:00:00Z").bill("2026-05-01T00:00:00Z");
        world.use("acme", "", 80, "2026-05-10T00:00:00Z");
        world.at("2026-06-02T00:00:00Z").bill("2026-06-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 100.00: t 100.00",
                        "P1 2026-04 DRAFT 0.00: t 30.00 | 2026-03 t -100.00 | carry 70.00",
                        "P1 2026-05 DRAFT 10.00: t 80.00 | carry -70.00");
        assertProved("acme");
    }

    @Test
    @DisplayName("an amend of a closed period is one difference: what it counts now less what was invoiced")
    void anAmendIsOneDifference() {
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        world.use("acme", "", 10, MARCH);
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.amend("acme", world.rows("acme").getFirst(), 17).verdict())
                .isEqualTo(Verdict.RECORDED);
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder("P1 2026-03 DRAFT 10.00: t 10.00", "A1 2026-03 DRAFT 7.00: t 7.00");
        assertProved("acme");
    }

    @Test
    @DisplayName("a period parked for a missing price comes free by being re-rated, and is billed once")
    void aParkedPeriodComesFree() {
        world.plan("p", "charges: [{id: t, meter: tokens_out, price: {\"gpt\": 1}}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        world.use("acme", "new-model", 10, MARCH);
        world.bill("2026-04-01T00:00:00Z");
        assertThat(world.invoices("acme")).isEmpty();
        assertThat(world.parked("acme", "period-2026-03").cause().reason()).isEqualTo(ParkedPeriod.UNPRICED_USAGE);

        world.plan("p", "charges: [{id: t, meter: tokens_out, price: {\"gpt\": 1, \"*\": 0.50}}]");
        world.rerate("acme", "p", "2026-03");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 5.00: t new-model 5.00");
        assertThat(world.parked("acme", "period-2026-03").ended()).isPresent();
        assertProved("acme");
    }

    @Test
    @DisplayName("a flat fee of a closed period without usage is corrected too, and its first line still replays")
    void aFeeAloneIsCorrected() {
        world.plan("p", "corrections: at_once", "charges: [{id: base, flat: 20.00}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.plan("p", "corrections: at_once", "charges: [{id: base, flat: 25.00}]");

        world.rerate("acme", "p", "2026-03");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder("P1 2026-03 DRAFT 20.00: base 20.00", "A1 2026-03 DRAFT 5.00: base 5.00");
        assertProved("acme");
    }

    @Test
    @DisplayName(
            "W8 after a void: 0.005 invoiced as 0.00, two more, and one voided: what is invoiced is rounded A each time")
    void linesAreDifferencesOfRoundedAmounts() {
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: 0.005}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        String first = world.use("acme", "", 1, MARCH).eventId();
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "", 2, MARCH);
        world.bill("2026-04-01T00:00:00Z");

        world.voidEvent("acme", first);
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("acme"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 0.00: t 0.00",
                        "A1 2026-03 DRAFT 0.02: t 0.02",
                        "A2 2026-03 DRAFT -0.01: t -0.01");
        assertProved("acme");
    }

    @Test
    @DisplayName("a dry run says what a void and what follows it in the same file would come to, and writes nothing")
    void aRehearsalTellsTheCostAndThePendingLines() {
        world.plan("p", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        String wrong = world.use("acme", "", 10, MARCH).eventId();
        world.bill("2026-04-01T00:00:00Z");
        UsageRehearser.Rehearsal rehearsal = world.bean(UsageRehearser.class).begin();
        UsageEvent voiding =
                UsageEvent.builder("v", "acme").correctsEventId(wrong).build();
        UsageEvent late = UsageEvent.builder("late", "acme")
                .tokensOut(3)
                .usageTime(Instant.parse(MARCH))
                .build();

        assertThat(rehearsal.record(List.of(voiding)).getFirst().verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(rehearsal.backfill(List.of(late, voiding)))
                .extracting(result -> result.verdict())
                .containsExactly(Verdict.RECORDED, Verdict.DUPLICATE);

        PeriodChange change = rehearsal.changes().getFirst();
        assertThat(change.closed()).isTrue();
        assertThat(change.costBefore()).isEqualByComparingTo("10");
        assertThat(change.costAfter()).isEqualByComparingTo("3");
        assertThat(world.bean(PendingLines.class).of(change))
                .singleElement()
                .satisfies(line -> assertThat(line.amount().major()).isEqualByComparingTo("-7.00"));
        assertThat(world.rows("acme")).hasSize(1);
    }

    @Test
    @DisplayName("control: a VOID row that is not its original's negative is found by verify (invariant 2)")
    void verifyFindsAWrongVoid() {
        world.plan("p", "charges: [{id: t, meter: tokens_out, price: 1}]");
        world.subscribe("acme", "p", "2026-03-01T00:00:00Z");
        String wrong = world.use("acme", "", 10, MARCH).eventId();
        world.use("acme", "", 10, MARCH);
        world.voidEvent("acme", wrong);
        assertProved("acme");

        DATABASE.jdbcTemplate().update("update usage_events set tokens_out = -9 where kind = 'VOID'");

        assertThat(findings("acme")).extracting(Finding::kind).contains(Finding.Kind.TOTALS);
    }

    private void assertProved(String customerId) {
        assertThat(findings(customerId)).isEmpty();
    }

    private List<Finding> findings(String customerId) {
        long customerKey = world.customerKey(customerId);
        return List.of("2026-03", "2026-04", "2026-05").stream()
                .map(month -> new PeriodKey(customerKey, Instant.parse(month + "-01T00:00:00Z")))
                .flatMap(key -> world.bean(PeriodVerifier.class).verify(key).stream())
                .toList();
    }
}
