package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.meter.MeterMarks;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.reservation.HoldVerifier;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.TotalsReader;
import dev.tallygate.usage.UsageReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proves a customer's period from its rows: rows = totals, Σ cost_units = usage cost, each cost again in the order of seq,
 * each line again from the rows up to its seq (invariants 2, 3, 7, 8), what is held from the reservations that live, and
 * that finalized invoices are what they were.
 * Reads one snapshot and locks nothing.
 */
public final class PeriodVerifier {
    private static final int PAGE = 5_000;

    private final GateRepository gates;
    private final PeriodRepository periods;
    private final UsageReader events;
    private final TotalsReader totals;
    private final SubscribedPlans subscribed;
    private final LineVerifier lines;
    private final FinalizedVerifier finalized;
    private final HoldVerifier holds;
    private final TransactionTemplate snapshot;

    PeriodVerifier(
            GateRepository gates,
            PeriodRepository periods,
            UsageReader events,
            TotalsReader totals,
            SubscribedPlans subscribed,
            PartVerifiers parts,
            PlatformTransactionManager transactions) {
        this.gates = gates;
        this.periods = periods;
        this.events = events;
        this.totals = totals;
        this.subscribed = subscribed;
        this.lines = parts.lines();
        this.finalized = parts.finalized();
        this.holds = parts.holds();
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** Where the versions of a customer's time come from. */
    record SubscribedPlans(SubscriptionBook subscriptions, PlanCatalog plans) {
        /** All that the customer ever subscribed to. */
        SubscribedPeriods of(long customerKey) {
            var stretches = subscriptions.stretches(List.of(customerKey), DuePeriods.FIRST_TIME, DuePeriods.LAST_TIME);
            return new SubscribedPeriods(stretches.getOrDefault(customerKey, List.of()), plans);
        }
    }

    /** Those who prove a part of a period. */
    record PartVerifiers(LineVerifier lines, FinalizedVerifier finalized, HoldVerifier holds) {}

    /** What does not agree; empty = proved. What the next invoice will make equal is no such thing. */
    public List<Finding> verify(PeriodKey key) {
        return compare(key).stream()
                .filter(finding -> finding.kind() != Finding.Kind.PENDING)
                .toList();
    }

    /** As {@link #verify}, with what is pending: the difference that late or corrected usage made to what is invoiced. */
    public List<Finding> compare(PeriodKey key) {
        return snapshot.execute(status -> verifySnapshot(key));
    }

    private List<Finding> verifySnapshot(PeriodKey key) {
        BillingPeriod period = BillingPeriod.monthContaining(key.periodStart());
        PeriodUsage counted = totals.usageOf(List.of(key)).get(key);
        if (counted == null) {
            counted = new PeriodUsage(period, List.of());
        }
        PeriodReplay replay = replay(key, counted);
        List<Finding> findings = new ArrayList<>(replay.findings());
        compareVoids(key.customerKey(), replay.voids(), findings);
        compareTotals(replay.usage(), counted, findings);
        @Nullable PeriodLedger row = periods.read(List.of(key)).get(key);
        @Nullable Gate gate = gates.read(List.of(key.customerKey())).get(key.customerKey());
        compareFigures(replay, figures(key, gate, row), findings);
        if (gate != null) {
            holds.differences(gate, key.periodStart())
                    .forEach(held ->
                            findings.add(Finding.of(Finding.Kind.HOLDS, held.what(), held.expected(), held.found())));
        }
        findings.addAll(
                lines.verify(key, row, replay, subscribed.of(key.customerKey()).windows(period)));
        findings.addAll(finalized.verify(key));
        return findings;
    }

    private PeriodReplay replay(PeriodKey key, PeriodUsage windows) {
        PeriodReplay replay = new PeriodReplay(
                windows, lines.firstVersions(key), lines.throughSeqs(key), subscribed.plans()::version);
        long afterSeq = 0;
        List<RecordedEvent> page;
        do {
            page = events.eventsOf(key, afterSeq, PAGE);
            page.forEach(replay::add);
            afterSeq = page.isEmpty() ? afterSeq : page.getLast().seq();
        } while (page.size() == PAGE);
        replay.end();
        return replay;
    }

    /** Each takes exactly its original away, and nothing is taken away twice (invariant 2). */
    private void compareVoids(long customerKey, List<RecordedEvent> voids, List<Finding> findings) {
        Set<String> voided = new HashSet<>();
        for (RecordedEvent row : voids) {
            String eventId = row.event().identity().correctsEventId();
            Quantities original = events.event(customerKey, eventId)
                    .map(RecordedEvent::quantities)
                    .orElse(Quantities.ZERO);
            boolean isSecond = !voided.add(eventId);
            Quantities taken = isSecond ? Quantities.ZERO : original.negated();
            if (!taken.equals(row.quantities())) {
                findings.add(Finding.of(
                        Finding.Kind.TOTALS,
                        "void " + row.event().eventId() + " of " + eventId + (isSecond ? ", voided before" : ""),
                        taken.toString(),
                        row.quantities().toString()));
            }
        }
    }

    private static void compareTotals(PeriodUsage replayed, PeriodUsage counted, List<Finding> findings) {
        SortedMap<String, Quantities> expected = byWindowAndModel(replayed);
        SortedMap<String, Quantities> found = byWindowAndModel(counted);
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            Quantities rows = expected.getOrDefault(key, Quantities.ZERO);
            Quantities total = found.getOrDefault(key, Quantities.ZERO);
            compareMeters(key, rows, total, findings);
        }
    }

    private static void compareMeters(String key, Quantities rows, Quantities total, List<Finding> findings) {
        TreeSet<String> meters = new TreeSet<>(MeterName.builtIn());
        meters.removeIf(MeterName::isDerived);
        meters.addAll(rows.ownQuantities().keySet());
        meters.addAll(total.ownQuantities().keySet());
        for (String meter : meters) {
            long expected = rows.quantityOf(meter);
            long found = total.quantityOf(meter);
            boolean sameMarks = rows.marks().of(meter).equals(total.marks().of(meter));
            if (expected != found || !sameMarks) {
                findings.add(new Finding(
                        Finding.Kind.TOTALS,
                        "",
                        "usage_totals of " + key + ", " + meter,
                        new Finding.Figures(figure(rows, meter), figure(total, meter), meter)));
            }
        }
    }

    /** What is marked may be another thing and come to the same. */
    private static String figure(Quantities quantities, String meter) {
        return quantities
                .marks()
                .of(meter)
                .map(MeterMarks::toString)
                .orElseGet(() -> String.valueOf(quantities.quantityOf(meter)));
    }

    private static SortedMap<String, Quantities> byWindowAndModel(PeriodUsage usage) {
        SortedMap<String, Quantities> quantities = new TreeMap<>();
        for (WindowUsage window : usage.windows()) {
            window.byModel()
                    .forEach((model, total) -> quantities.put(
                            window.windowStart() + " " + (model.isEmpty() ? "(no model)" : model), total));
        }
        return quantities;
    }

    private static @Nullable PeriodFigures figures(PeriodKey key, @Nullable Gate gate, @Nullable PeriodLedger row) {
        if (row != null) {
            return row.figures();
        }
        RunningPeriod running = gate == null ? null : gate.running();
        return running == null || !running.period().start().equals(key.periodStart()) ? null : running.figures();
    }

    private static void compareFigures(PeriodReplay replay, @Nullable PeriodFigures figures, List<Finding> findings) {
        BigDecimal usageCost = figures == null ? BigDecimal.ZERO : figures.usageCost();
        int unpriced = figures == null ? 0 : figures.unpriced();
        compare("usage_cost against U of the rows", replay.usageCost(), usageCost, findings);
        compare("usage_cost against the sum of cost_units", replay.costSum(), usageCost, findings);
        if (replay.unpricedCount() != unpriced) {
            findings.add(Finding.of(
                    Finding.Kind.COST, "unpriced", String.valueOf(replay.unpricedCount()), String.valueOf(unpriced)));
        }
    }

    private static void compare(String what, BigDecimal expected, BigDecimal found, List<Finding> findings) {
        if (expected.compareTo(found) != 0) {
            findings.add(Finding.of(Finding.Kind.COST, what, expected.toPlainString(), found.toPlainString()));
        }
    }
}
