package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.usage.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** Counts a period's rows again in the order of seq, and keeps what they came to at each seq that lines count up to. */
final class PeriodReplay {
    private final PeriodUsage windows;
    private final LongFunction<PlanVersion> plans;
    private final Map<Instant, PlanVersion> versions = new HashMap<>();
    private final Set<Instant> seen = new HashSet<>();
    private RunningCost running;
    private final TreeSet<Long> wantedSeqs;
    private final NavigableMap<Long, PeriodUsage> usageBySeq = new TreeMap<>();
    private final NavigableMap<Instant, NavigableMap<String, Quantities>> totals = new TreeMap<>();
    private final List<RecordedEvent> voids = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private BigDecimal costSum = BigDecimal.ZERO;

    /**
     * Begins before the first row.
     *
     * @param windows the period's; their usage is not looked at
     * @param firstVersions under which a window was invoiced first: what held while it had no rows
     * @param throughSeqs at which a copy is kept
     * @param plans each version by its id
     */
    PeriodReplay(
            PeriodUsage windows,
            Map<Instant, Long> firstVersions,
            Collection<Long> throughSeqs,
            LongFunction<PlanVersion> plans) {
        this.windows = windows;
        this.plans = plans;
        this.wantedSeqs = new TreeSet<>(throughSeqs);
        for (WindowUsage window : windows.windows()) {
            Instant start = window.windowStart();
            totals.put(start, new TreeMap<>());
            Long first = firstVersions.get(start);
            versions.put(start, first == null ? window.version() : plans.apply(first));
        }
        this.running = new RunningCost(usage());
    }

    /** The next row; its cost must be U(after) − U(before). */
    void add(RecordedEvent row) {
        keepUsageBefore(row.seq());
        Instant windowStart = row.placement().windowStart();
        String modelId = row.event().modelId();
        BigDecimal before = running.usageCost();
        takeVersion(row);
        running.add(windowStart, modelId, row.quantities());
        BigDecimal cost = running.usageCost().subtract(before);
        if (cost.compareTo(row.cost()) != 0) {
            findings.add(Finding.of(
                    Finding.Kind.COST,
                    "cost_units of " + row.event().eventId() + " (seq " + row.seq() + ")",
                    cost.toPlainString(),
                    row.cost().toPlainString()));
        }
        costSum = costSum.add(row.cost());
        if (row.kind() == RecordedEvent.Kind.VOID) {
            voids.add(row);
        }
        if (row.kind() != RecordedEvent.Kind.RERATE) {
            totals.computeIfAbsent(windowStart, start -> new TreeMap<>())
                    .merge(modelId, row.quantities(), Quantities::plus);
        }
    }

    /** A window's version is that of its first row, and from each RERATE on that row's. */
    private void takeVersion(RecordedEvent row) {
        Instant windowStart = row.placement().windowStart();
        long versionId = row.placement().planVersionId();
        boolean isFirst = seen.add(windowStart);
        PlanVersion held = versions.get(windowStart);
        if (held != null && held.planVersionId() == versionId) {
            return;
        }
        if (isFirst || row.kind() == RecordedEvent.Kind.RERATE) {
            versions.put(windowStart, plans.apply(versionId));
            running = new RunningCost(usage());
        } else {
            findings.add(Finding.of(
                    Finding.Kind.COST,
                    "plan_version_id of " + row.event().eventId() + " (seq " + row.seq() + ")",
                    held == null ? "none" : String.valueOf(held.planVersionId()),
                    String.valueOf(versionId)));
        }
    }

    /** After the last row. */
    void end() {
        keepUsageBefore(Long.MAX_VALUE);
        for (WindowUsage window : windows.windows()) {
            PlanVersion last = versions.get(window.windowStart());
            if (seen.contains(window.windowStart()) && !window.version().equals(last)) {
                findings.add(Finding.of(
                        Finding.Kind.COST,
                        "plan version of the rows of window " + window.windowStart(),
                        window.version().label(),
                        last == null ? "none" : last.label()));
            }
        }
    }

    private void keepUsageBefore(long seq) {
        while (!wantedSeqs.isEmpty() && wantedSeqs.getFirst() < seq) {
            usageBySeq.put(wantedSeqs.pollFirst(), usage());
        }
    }

    /** The usage of all rows so far, under the versions of then. */
    PeriodUsage usage() {
        List<WindowUsage> usage = windows.windows().stream()
                .map(window -> new WindowUsage(
                        window.windowStart(),
                        versions.getOrDefault(window.windowStart(), window.version()),
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

    /** The rows that take others away. */
    List<RecordedEvent> voids() {
        return voids;
    }

    List<Finding> findings() {
        return findings;
    }
}
