package dev.tallygate.invoice;

import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.usage.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts a period's rows again in the order of seq, and keeps what they came to at each seq that lines count up to. */
final class PeriodReplay {
    private final PeriodUsage windows;
    private final RunningCost running;
    private final TreeSet<Long> wantedSeqs;
    private final NavigableMap<Long, PeriodUsage> usageBySeq = new TreeMap<>();
    private final NavigableMap<Instant, NavigableMap<String, Quantities>> totals = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private BigDecimal costSum = BigDecimal.ZERO;

    /** {@code windows} are the period's, their usage is not looked at; a copy is kept for each of {@code throughSeqs}. */
    PeriodReplay(PeriodUsage windows, Collection<Long> throughSeqs) {
        this.windows = windows;
        this.wantedSeqs = new TreeSet<>(throughSeqs);
        windows.windows().forEach(window -> totals.put(window.windowStart(), new TreeMap<>()));
        this.running = new RunningCost(usage());
    }

    /** The next row; its cost must be U(after) − U(before). */
    void add(RecordedEvent row) {
        keepUsageBefore(row.seq());
        Instant windowStart = row.placement().windowStart();
        String modelId = row.event().modelId();
        BigDecimal cost = running.add(windowStart, modelId, row.quantities());
        if (cost.compareTo(row.cost()) != 0) {
            findings.add(Finding.of(
                    Finding.Kind.COST,
                    "cost_units of " + row.event().eventId() + " (seq " + row.seq() + ")",
                    cost.toPlainString(),
                    row.cost().toPlainString()));
        }
        costSum = costSum.add(row.cost());
        totals.computeIfAbsent(windowStart, start -> new TreeMap<>())
                .merge(modelId, row.quantities(), Quantities::plus);
    }

    /** After the last row. */
    void end() {
        keepUsageBefore(Long.MAX_VALUE);
    }

    private void keepUsageBefore(long seq) {
        while (!wantedSeqs.isEmpty() && wantedSeqs.getFirst() < seq) {
            usageBySeq.put(wantedSeqs.pollFirst(), usage());
        }
    }

    /** The usage of all rows so far. */
    PeriodUsage usage() {
        List<WindowUsage> usage = windows.windows().stream()
                .map(window -> new WindowUsage(
                        window.windowStart(),
                        window.version(),
                        totals.getOrDefault(window.windowStart(), new TreeMap<>())))
                .toList();
        return new PeriodUsage(windows.period(), usage);
    }

    /** The usage of the rows up to this seq. */
    PeriodUsage usageThrough(long throughSeq) {
        return usageBySeq.getOrDefault(throughSeq, usage());
    }

    BigDecimal costSum() {
        return costSum;
    }

    BigDecimal usageCost() {
        return running.usageCost();
    }

    int unpricedCount() {
        return running.unpricedCount();
    }

    List<Finding> findings() {
        return findings;
    }
}
