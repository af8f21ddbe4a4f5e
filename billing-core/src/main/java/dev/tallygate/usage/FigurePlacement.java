package dev.tallygate.usage;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.CustomerState.OpenedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer's figures stand after a group: those of the period of the newest usage in the gate, all others in
 * {@code billing_periods}. A period that has a row there keeps it.
 */
record FigurePlacement(Gate gate, List<PeriodLedger> periods) {

    /** Of a customer of whom at least one event was counted; {@code totalsFollow} = its totals are written up to the last. */
    static FigurePlacement of(CustomerAtGate customer, boolean totalsFollow) {
        Gate before = customer.gate();
        Collection<OpenedPeriod> changed = customer.changed();
        RunningPeriod running = changed.stream()
                .filter(period -> period.stored() == null && isNotBeforeNewestOf(before, period.period()))
                .max(Comparator.comparing(OpenedPeriod::period))
                .map(FigurePlacement::runningOf)
                .orElse(before.running());
        return new FigurePlacement(gateAfter(customer, running, totalsFollow), ledgersAfter(before, changed, running));
    }

    private static boolean isNotBeforeNewestOf(Gate before, BillingPeriod period) {
        Instant usageTimeMax = before.usageTimeMax();
        return usageTimeMax == null || period.compareTo(BillingPeriod.monthContaining(usageTimeMax)) >= 0;
    }

    private static Gate gateAfter(CustomerAtGate customer, @Nullable RunningPeriod running, boolean totalsFollow) {
        Gate before = customer.gate();
        long lastSeq = customer.rows().getLast().seq();
        return new Gate(
                before.customerKey(),
                before.seenSeq(),
                Math.addExact(lastSeq, 1),
                totalsFollow ? lastSeq : before.totalsSeq(),
                newestOf(before, customer.changed()),
                running,
                customer.holds().living(),
                before.debt());
    }

    private static @Nullable Instant newestOf(Gate before, Collection<OpenedPeriod> changed) {
        Instant newest = before.usageTimeMax();
        for (OpenedPeriod period : changed) {
            Instant ofPeriod = period.recording().figures().usageTimeMax();
            if (newest == null || (ofPeriod != null && ofPeriod.isAfter(newest))) {
                newest = ofPeriod;
            }
        }
        return newest;
    }

    private static RunningPeriod runningOf(OpenedPeriod period) {
        PeriodFigures figures = period.recording().figures();
        Instant newest = Objects.requireNonNull(figures.usageTimeMax(), "usageTimeMax of a period with usage");
        RatingWindow window = period.recording().windowAt(newest).orElseThrow();
        return new RunningPeriod(period.period(), figures, window.start(), window.end());
    }

    private static List<PeriodLedger> ledgersAfter(
            Gate before, Collection<OpenedPeriod> changed, @Nullable RunningPeriod running) {
        List<PeriodLedger> ledgers = new ArrayList<>();
        for (OpenedPeriod period : changed) {
            if (!isOf(running, period.period())) {
                ledgers.add(period.ledger(before.customerKey()));
            }
        }
        RunningPeriod earlier = before.running();
        if (earlier != null
                && !isOf(running, earlier.period())
                && changed.stream().noneMatch(period -> isOf(earlier, period.period()))) {
            ledgers.add(PeriodLedger.open(before.customerKey(), earlier.period(), earlier.figures()));
        }
        return ledgers;
    }

    private static boolean isOf(@Nullable RunningPeriod running, BillingPeriod period) {
        return running != null && running.period().equals(period);
    }
}
