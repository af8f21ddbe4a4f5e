package dev.tallygate.usage;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Chunks;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.CustomerState.OpenedPeriod;
import dev.tallygate.usage.EventResult.Counted;
import dev.tallygate.usage.UsageEventRepository.EventKey;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a group needs to be judged, once its gates are locked: the same number of statements for every group. */
final class GateReader {

    private final CustomerRegistry customers;
    private final HoldBook holds;
    private final UsageEventRepository events;
    private final PeriodRepository periods;
    private final WindowReader windows;
    private final TotalsReader totals;
    private final PlanCatalog catalog;

    GateReader(
            CustomerRegistry customers,
            HoldBook holds,
            UsageEventRepository events,
            PeriodRepository periods,
            WindowReader windows,
            TotalsReader totals,
            PlanCatalog catalog) {
        this.customers = customers;
        this.holds = holds;
        this.events = events;
        this.periods = periods;
        this.windows = windows;
        this.totals = totals;
        this.catalog = catalog;
    }

    /**
     * The customers of these needs whose gates are locked. What is remembered of one is believed where it is of the same
     * next_seq, and taken out of the memory.
     */
    Gates read(Needs needs, NavigableMap<Long, Gate> locked, CustomerMemory memory, Moment moment) {
        List<RecordedEvent> known = events.known(needs.events());
        NavigableMap<Long, CustomerState> states = rememberedOf(needs.customerKeys(), locked, memory);
        open(states, locked, periodsOf(needs, known));
        Map<Long, CustomerHolds> held = new TreeMap<>();
        states.forEach((key, state) -> held.put(key, state.holds()));
        holds.read(held, needs.reservations(), needs.heldPeriods(), moment.now());
        Map<Long, CustomerAtGate> byKey = new HashMap<>();
        Map<String, CustomerAtGate> byId = new HashMap<>();
        states.forEach((key, state) -> {
            CustomerAtGate customer = new CustomerAtGate(state, needs.knownMeters());
            byKey.put(key, customer);
            byId.put(state.customerId(), customer);
        });
        known.forEach(row -> Objects.requireNonNull(byKey.get(row.customerKey()))
                .know(row, Counted.of(row, currencyOf(row.placement().planVersionId()))));
        events.voided(needs.corrected())
                .forEach(voided ->
                        Objects.requireNonNull(byKey.get(voided.customerKey())).knowVoided(voided.eventId()));
        return new Gates(byId, moment, true);
    }

    /** A correction needs the period of what it corrects. */
    private static Set<PeriodKey> periodsOf(Needs needs, List<RecordedEvent> known) {
        if (needs.corrected().isEmpty()) {
            return needs.periods();
        }
        Set<PeriodKey> keys = new TreeSet<>(needs.periods());
        for (RecordedEvent row : known) {
            if (needs.corrected()
                    .contains(new EventKey(row.customerKey(), row.event().eventId()))) {
                keys.add(new PeriodKey(row.customerKey(), row.placement().periodStart()));
            }
        }
        return keys;
    }

    private static NavigableMap<Long, CustomerState> rememberedOf(
            Map<String, Long> customerKeys, NavigableMap<Long, Gate> gates, CustomerMemory memory) {
        NavigableMap<Long, CustomerState> states = new TreeMap<>();
        customerKeys.forEach((customerId, key) -> {
            CustomerState state = memory.take(customerId);
            Gate gate = gates.get(key);
            if (state != null && gate != null && state.gate().nextSeq() == gate.nextSeq()) {
                states.put(key, state);
            }
        });
        return states;
    }

    /** Reads the customers that are not remembered, and those of the periods that are not known. */
    private void open(
            NavigableMap<Long, CustomerState> states, NavigableMap<Long, Gate> gates, Set<PeriodKey> periodKeys) {
        Set<PeriodKey> unknown = periodKeys.stream()
                .filter(key -> {
                    CustomerState state = states.get(key.customerKey());
                    return state == null || !state.knows(key.periodStart());
                })
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> cold = new TreeSet<>(gates.keySet());
        cold.removeAll(states.keySet());
        Set<Long> behind = new TreeSet<>(cold);
        unknown.forEach(key -> behind.add(key.customerKey()));
        if (behind.isEmpty()) {
            return;
        }
        Map<Long, Tail> tails = totals.tailsOf(behind);
        Map<Long, Map<Instant, OpenedPeriod>> opened = open(gates, unknown, tails);
        for (List<Long> chunk : Chunks.of(cold)) {
            customers
                    .byKeys(chunk)
                    .forEach((key, customer) -> states.put(
                            key,
                            new CustomerState(
                                    customer.customerId(),
                                    customer.status(),
                                    Objects.requireNonNull(gates.get(key)),
                                    tails.getOrDefault(key, new Tail()),
                                    holds.unread(Objects.requireNonNull(gates.get(key))))));
        }
        opened.forEach((key, periodsOfCustomer) ->
                Objects.requireNonNull(states.get(key)).know(periodsOfCustomer));
    }

    private Map<Long, Map<Instant, OpenedPeriod>> open(
            NavigableMap<Long, Gate> gates, Set<PeriodKey> keys, Map<Long, Tail> tails) {
        Map<PeriodKey, PeriodLedger> stored = periods.read(keys);
        Map<PeriodKey, List<RatingWindow>> windowsByPeriod = windows.windowsOf(keys);
        Map<Long, Map<Instant, OpenedPeriod>> opened = new HashMap<>();
        totals.usageIn(windowsByPeriod, tails).forEach((key, usage) -> {
            Gate gate = Objects.requireNonNull(gates.get(key.customerKey()));
            List<RatingWindow> periodWindows = Objects.requireNonNull(windowsByPeriod.get(key));
            opened.computeIfAbsent(key.customerKey(), customerKey -> new HashMap<>())
                    .put(key.periodStart(), open(gate, usage, periodWindows, stored.get(key)));
        });
        return opened;
    }

    private OpenedPeriod open(
            Gate gate, PeriodUsage usage, List<RatingWindow> periodWindows, @Nullable PeriodLedger stored) {
        PeriodFigures figures = stored == null ? runningFigures(gate, usage.period()) : stored.figures();
        PeriodRecording recording = figures == null
                ? PeriodRecording.fresh(usage, periodWindows)
                : PeriodRecording.resumed(usage, periodWindows, figures, catalog.version(figures.planVersionId()));
        return new OpenedPeriod(recording, stored);
    }

    private static @Nullable PeriodFigures runningFigures(Gate gate, BillingPeriod period) {
        RunningPeriod running = gate.running();
        return running != null && running.period().equals(period) ? running.figures() : null;
    }

    private Currency currencyOf(long planVersionId) {
        return catalog.version(planVersionId).plan().currency();
    }
}
