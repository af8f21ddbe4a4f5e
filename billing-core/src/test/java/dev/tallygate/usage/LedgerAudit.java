package dev.tallygate.usage;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RatedPeriod;
import dev.tallygate.rating.Rater;
import dev.tallygate.reservation.HoldVerifier;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads everything recorded of a customer and says which invariants do not hold. */
final class LedgerAudit {

    private final RecorderScene scene;
    private final long customerKey;
    private final List<String> findings = new ArrayList<>();

    private LedgerAudit(RecorderScene scene, long customerKey) {
        this.scene = scene;
        this.customerKey = customerKey;
    }

    /** Empty where all hold. */
    static List<String> findings(RecorderScene scene, long customerKey) {
        LedgerAudit audit = new LedgerAudit(scene, customerKey);
        audit.run();
        return audit.findings;
    }

    private void run() {
        List<RecordedEvent> rows = scene.core().get(UsageReader.class).events(customerKey, 0, 1_000_000);
        rowsAreNamedOnce(rows);
        Map<PeriodKey, List<RecordedEvent>> byPeriod = new TreeMap<>();
        for (RecordedEvent row : rows) {
            Instant start = BillingPeriod.monthContaining(row.event().usedAt().orElseThrow())
                    .start();
            check(
                    start.equals(row.placement().periodStart()),
                    "invariant 5: period of " + row.event().eventId());
            byPeriod.computeIfAbsent(new PeriodKey(customerKey, start), key -> new ArrayList<>())
                    .add(row);
        }
        totalsAreSumsOfRows(rows);
        totalsAreOfWhatIsNotVoided(rows);
        byPeriod.forEach(this::figuresAreThoseOfTheRows);
    }

    private void rowsAreNamedOnce(List<RecordedEvent> rows) {
        Set<String> ids = new HashSet<>();
        Set<Long> seqs = new HashSet<>();
        rows.forEach(row -> check(
                ids.add(row.event().eventId()) && seqs.add(row.seq()),
                "invariant 1: " + row.event().eventId()));
        Gate gate = gate();
        rows.stream().mapToLong(RecordedEvent::seq).max().ifPresent(last -> {
            check(gate.nextSeq() > last, "next_seq " + gate.nextSeq() + " after seq " + last);
            check(gate.totalsSeq() <= last, "totals_seq " + gate.totalsSeq() + " of " + last);
        });
    }

    private void totalsAreSumsOfRows(List<RecordedEvent> rows) {
        Map<String, Quantities> sums = new TreeMap<>();
        Set<WindowKey> windows = new HashSet<>();
        for (RecordedEvent row : rows) {
            if (row.kind() == RecordedEvent.Kind.RERATE) {
                continue;
            }
            Instant windowStart = row.placement().windowStart();
            windows.add(new WindowKey(customerKey, windowStart));
            sums.merge(windowStart + " " + row.event().modelId(), row.quantities(), Quantities::plus);
        }
        Map<String, Quantities> totals = new TreeMap<>();
        var stored = new UsageTotalRepository(scene.database().jdbcTemplate(), scene.meters());
        List<UsageTotal> counted = new ArrayList<>(stored.read(windows));
        stored.tails(List.of(customerKey)).values().forEach(tail -> counted.addAll(tail.totals()));
        counted.forEach(total -> totals.merge(
                total.window().windowStart() + " " + total.modelId(), total.quantities(), Quantities::plus));
        check(sums.equals(totals), "invariant 2: rows " + sums + ", totals " + totals);
        ownMetersComeToWhatIsLeftOfThem(rows, totals);
    }

    /** Each total is the meter's aggregation over what was reported and not voided, worked out from the reports alone. */
    private void ownMetersComeToWhatIsLeftOfThem(List<RecordedEvent> rows, Map<String, Quantities> totals) {
        Set<String> voided = rows.stream()
                .filter(row -> row.kind() == RecordedEvent.Kind.VOID)
                .map(row -> row.event().identity().correctsEventId())
                .collect(Collectors.toSet());
        Map<String, List<UsageEvent>> left = new TreeMap<>();
        rows.stream()
                .filter(row -> row.kind() == RecordedEvent.Kind.USAGE)
                .filter(row -> !voided.contains(row.event().eventId()))
                .forEach(row -> left.computeIfAbsent(
                                row.placement().windowStart() + " "
                                        + row.event().modelId(),
                                key -> new ArrayList<>())
                        .add(row.event()));
        left.forEach((key, events) -> events.stream()
                .flatMap(event -> event.reported().own().keySet().stream())
                .distinct()
                .forEach(meter -> {
                    long expected = naive(meter, events);
                    long found = totals.getOrDefault(key, Quantities.ZERO).quantityOf(meter);
                    check(expected == found, "invariant 2: " + key + " " + meter + " " + expected + ", total " + found);
                }));
    }

    private long naive(String meter, List<UsageEvent> events) {
        List<UsageEvent> naming = events.stream()
                .filter(event -> event.reported().own().containsKey(meter))
                .toList();
        List<UsageEvent> positive =
                naming.stream().filter(event -> quantity(event, meter) > 0).toList();
        return switch (scene.meters().of(meter)) {
            case SUM ->
                naming.stream().mapToLong(event -> quantity(event, meter)).sum();
            case COUNT -> positive.size();
            case MAX ->
                naming.stream().mapToLong(event -> quantity(event, meter)).max().orElse(0);
            case UNIQUE -> positive.stream().map(UsageEvent::subject).distinct().count();
            case LATEST ->
                naming.stream()
                        .max(Comparator.comparing(
                                        (UsageEvent event) -> event.usedAt().orElseThrow())
                                .thenComparing(UsageEvent::eventId))
                        .map(event -> quantity(event, meter))
                        .orElse(0L);
        };
    }

    private static long quantity(UsageEvent event, String meter) {
        return Objects.requireNonNull(event.reported().own().get(meter));
    }

    /** Invariant 2 says it twice: the signed sum of all rows, and the sum of those that are neither VOID nor voided. */
    private void totalsAreOfWhatIsNotVoided(List<RecordedEvent> rows) {
        Map<String, RecordedEvent> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.event().eventId(), row));
        Set<String> voided = new HashSet<>();
        for (RecordedEvent row : rows) {
            if (row.kind() == RecordedEvent.Kind.VOID) {
                String eventId = row.event().identity().correctsEventId();
                RecordedEvent original = byId.get(eventId);
                check(voided.add(eventId), "voided twice: " + eventId);
                check(
                        original != null
                                && original.quantities().negated().equals(row.quantities())
                                && original.placement()
                                        .windowStart()
                                        .equals(row.placement().windowStart()),
                        "void of " + eventId);
            }
        }
        Map<String, Quantities> signed = new TreeMap<>();
        Map<String, Quantities> remaining = new TreeMap<>();
        for (RecordedEvent row : rows) {
            String key = row.placement().windowStart() + " " + row.event().modelId();
            signed.merge(key, row.quantities(), Quantities::plus);
            boolean counts = row.kind() == RecordedEvent.Kind.USAGE
                    && !voided.contains(row.event().eventId());
            remaining.merge(key, counts ? row.quantities() : Quantities.ZERO, Quantities::plus);
        }
        check(signed.equals(remaining), "invariant 2: signed " + signed + ", remaining " + remaining);
        Set<String> stored = new HashSet<>(scene.database()
                .jdbcTemplate()
                .query(
                        "select event_id from voided_events where customer_key = " + customerKey,
                        (row, number) -> new String(row.getBytes(1), StandardCharsets.US_ASCII)));
        check(stored.equals(voided), "voided_events " + stored + ", VOID rows of " + voided);
    }

    private void figuresAreThoseOfTheRows(PeriodKey key, List<RecordedEvent> rows) {
        PeriodFigures figures = figuresOf(key);
        BigDecimal costs = rows.stream().map(RecordedEvent::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        PeriodUsage usage = Objects.requireNonNull(
                scene.core().get(TotalsReader.class).usageOf(List.of(key)).get(key));
        RatedPeriod rated = Rater.rate(usage);
        check(costs.compareTo(figures.usageCost()) == 0, "invariant 3: costs " + costs + ", U " + figures.usageCost());
        check(costs.compareTo(rated.usageCost()) == 0, "invariant 3: costs " + costs + ", rated " + rated.usageCost());
        check(figures.unpriced() == rated.unpriced().size(), "unpriced " + figures.unpriced() + " " + rated.unpriced());
        scene.core()
                .get(HoldVerifier.class)
                .differences(gate(), key.periodStart())
                .forEach(held -> findings.add("held: " + held));
        check(figures.lastSeq() == rows.getLast().seq(), "last_seq " + figures.lastSeq());
        BigDecimal over = figures.overCap().byCause().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal excess = usage.windows()
                .getLast()
                .version()
                .plan()
                .spendCap()
                .map(cap -> costs.subtract(cap.amount()).max(BigDecimal.ZERO))
                .orElse(BigDecimal.ZERO);
        check(over.compareTo(excess) == 0, "over the cap by " + excess + ", causes " + figures.overCap());
    }

    private PeriodFigures figuresOf(PeriodKey key) {
        Map<String, PeriodFigures> places = new HashMap<>();
        RunningPeriod running = gate().running();
        if (running != null && running.period().start().equals(key.periodStart())) {
            places.put("gate", running.figures());
        }
        PeriodLedger stored =
                scene.core().get(PeriodRepository.class).read(List.of(key)).get(key);
        if (stored != null) {
            places.put("billing_periods", stored.figures());
        }
        check(places.size() == 1, "figures of " + key + " in " + places.keySet());
        return places.values().iterator().next();
    }

    private Gate gate() {
        return scene.gateOfKey(customerKey);
    }

    private void check(boolean holds, String finding) {
        if (!holds) {
            findings.add(finding);
        }
    }
}
