package dev.tallygate.usage;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.MemoryHolds;
import dev.tallygate.reservation.ReservationKey;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.CustomerState.OpenedPeriod;
import dev.tallygate.usage.EventResult.Counted;
import dev.tallygate.usage.GateWriter.Written;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Rows in memory of customers on one plan, in one month: what the database promises of them, with faults at seeded places. One
 * transaction at a time; while {@link #door} is held none begins.
 */
final class MemoryRows implements GateRows {

    /** An event whose id begins so is one that no column can hold. */
    static final String UNSTORABLE = "unstorable-";

    private static final int FAULTS_IN_A_ROW_MAX = 3;

    final ReentrantLock door = new ReentrantLock();

    private final SplittableRandom random;
    private final int faultPercent;
    private final PlanVersion version;
    private final BillingPeriod period;
    private final Map<String, Stored> byId = new HashMap<>();
    private final Map<Long, Stored> byKey = new TreeMap<>();
    private final Map<Script, List<Change>> scripts = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Set<String> committedUnheard = new HashSet<>();
    private final Set<String> customersUnheard = new HashSet<>();
    private final List<Change> open = new ArrayList<>();
    private int faultsInARow;

    /** One customer's rows. */
    static final class Stored {
        private final String customerId;
        private final MemoryHolds holds;
        private final Map<String, RecordedEvent> events = new LinkedHashMap<>();
        private Gate gate;
        private PeriodUsage usage;

        Stored(String customerId, Gate gate, PeriodUsage usage) {
            this.customerId = customerId;
            this.gate = gate;
            this.usage = usage;
            this.holds = new MemoryHolds(gate.customerKey());
        }

        MemoryHolds holds() {
            return holds;
        }

        /** In the order in which they were written. */
        Collection<RecordedEvent> events() {
            return events.values();
        }

        BigDecimal cost() {
            return events.values().stream().map(RecordedEvent::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        long tokensIn() {
            return events.values().stream()
                    .mapToLong(row -> row.quantities().tokensIn())
                    .sum();
        }
    }

    private record Change(
            long customerKey, long seenSeq, Gate gate, List<RecordedEvent> rows, MemoryHolds.@Nullable Change holds) {}

    MemoryRows(
            Collection<String> customerIds,
            PlanVersion version,
            BillingPeriod period,
            SplittableRandom random,
            int faultPercent) {
        this.random = random;
        this.faultPercent = faultPercent;
        this.version = version;
        this.period = period;
        long key = 0;
        for (String customerId : customerIds) {
            Gate gate = new Gate(++key, 1, 1, 0, null, null, LivingHolds.NONE, Debt.NONE);
            WindowUsage window = new WindowUsage(period.start(), version, new TreeMap<>());
            Stored stored = new Stored(customerId, gate, new PeriodUsage(period, List.of(window)));
            byId.put(customerId, stored);
            byKey.put(key, stored);
        }
    }

    Stored of(String customerId) {
        return Objects.requireNonNull(byId.get(customerId));
    }

    /** Whether the writer of this event was told that it failed, though it was written. */
    boolean isCommittedUnheard(String customerId, String eventId) {
        return committedUnheard.contains(customerId + "/" + eventId);
    }

    /** From here on {@link #wasUnheard} asks about. */
    void forgetUnheard() {
        customersUnheard.clear();
    }

    /** Whether that has happened to anything of this customer's. */
    boolean wasUnheard(String customerId) {
        return customersUnheard.contains(customerId);
    }

    @Override
    public KnownMeters meters() {
        return KnownMeters.SUMS;
    }

    @Override
    public Map<String, Long> keysOf(Collection<String> customerIds) {
        Map<String, Long> keys = new HashMap<>();
        for (String customerId : customerIds) {
            Stored stored = byId.get(customerId);
            if (stored != null) {
                keys.put(customerId, stored.gate.customerKey());
            }
        }
        return keys;
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        door.lock();
        try {
            while (true) {
                open.clear();
                T answer = work.get();
                int fault = fault();
                if (fault == 1) {
                    continue;
                }
                apply(open, fault == 2);
                if (fault != 2) {
                    return answer;
                }
            }
        } finally {
            door.unlock();
        }
    }

    @Override
    public NavigableMap<Long, Gate> lock(Collection<Long> customerKeys) {
        NavigableMap<Long, Gate> locked = new TreeMap<>();
        customerKeys.forEach(key -> locked.put(key, Objects.requireNonNull(byKey.get(key)).gate));
        return locked;
    }

    @Override
    public Gates read(Needs needs, NavigableMap<Long, Gate> locked, CustomerMemory memory, Moment moment) {
        Map<String, CustomerAtGate> group = new HashMap<>();
        needs.customerKeys().forEach((customerId, key) -> {
            Stored stored = of(customerId);
            CustomerState state = memory.take(customerId);
            if (state == null || state.gate().nextSeq() != stored.gate.nextSeq()) {
                state = new CustomerState(
                        customerId, CustomerStatus.ACTIVE, stored.gate, new Tail(), stored.holds.open(moment.now()));
            }
            if (!state.knows(period.start())) {
                state.know(Map.of(period.start(), opened(stored)));
            }
            stored.holds.read(state.holds(), namedOf(key, needs), List.of(period.start()), moment.now());
            CustomerAtGate customer = new CustomerAtGate(state, KnownMeters.SUMS);
            needs.events().stream()
                    .filter(event -> event.customerKey() == key)
                    .map(event -> stored.events.get(event.eventId()))
                    .filter(Objects::nonNull)
                    .forEach(row ->
                            customer.know(row, Counted.of(row, version.plan().currency())));
            group.put(customerId, customer);
        });
        return new Gates(group, moment, true);
    }

    private static List<String> namedOf(long customerKey, Needs needs) {
        return needs.reservations().stream()
                .filter(key -> key.customerKey() == customerKey)
                .map(ReservationKey::reservationId)
                .toList();
    }

    private OpenedPeriod opened(Stored stored) {
        RatingWindow window = new RatingWindow(
                period.start(),
                period.end(),
                version.planVersionId(),
                version.plan().currency());
        RunningPeriod running = stored.gate.running();
        PeriodRecording recording = running == null
                ? PeriodRecording.fresh(stored.usage, List.of(window))
                : PeriodRecording.resumed(stored.usage, List.of(window), running.figures(), version);
        return new OpenedPeriod(recording, null);
    }

    @Override
    public Written write(Gates group, boolean proveAll) {
        Map<Long, Gate> gates = new HashMap<>();
        List<Change> changes = new ArrayList<>();
        for (CustomerAtGate customer : group.inOrder()) {
            CustomerHolds holds = customer.holds();
            Gate gate = customer.gate();
            if (!customer.rows().isEmpty()) {
                gate = FigurePlacement.of(customer, false).gate();
            } else if (holds.isChanged()) {
                gate = gate.withHolds(holds.living()).afterSeq();
            } else if (!proveAll) {
                continue;
            }
            gates.put(customer.customerKey(), gate);
            changes.add(new Change(
                    customer.customerKey(),
                    customer.gate().nextSeq(),
                    gate,
                    List.copyOf(customer.rows()),
                    holds.isChanged() ? MemoryHolds.Change.of(holds) : null));
        }
        Script script = new Script();
        scripts.put(script, changes);
        return new Written(script, gates);
    }

    @Override
    public void run(Script script) {
        List<Change> changes = Objects.requireNonNull(scripts.remove(script));
        check(changes);
        open.addAll(changes);
    }

    @Override
    public void commit(Script script) {
        door.lock();
        try {
            List<Change> changes = Objects.requireNonNull(scripts.remove(script), "a script that was sent before");
            int fault = fault();
            if (fault == 1) {
                throw new CannotAcquireLockException("seeded: nothing is written");
            }
            if (fault == 3) {
                changes.forEach(change -> passBy(change.customerKey()));
            }
            check(changes);
            apply(changes, fault == 2);
            if (fault == 2) {
                throw new DataAccessResourceFailureException("seeded: written, and nobody hears of it");
            }
        } finally {
            door.unlock();
        }
    }

    /** 0 = none, 1 = nothing is written, 2 = written and not heard of, 3 = another server was at the gates. */
    private int fault() {
        boolean none = faultsInARow == FAULTS_IN_A_ROW_MAX || random.nextInt(100) >= faultPercent;
        faultsInARow = none ? 0 : faultsInARow + 1;
        return none ? 0 : 1 + random.nextInt(3);
    }

    private void passBy(long customerKey) {
        Stored stored = Objects.requireNonNull(byKey.get(customerKey));
        stored.gate = stored.gate.afterSeq().saved();
    }

    /** What the guard, the columns and the unique keys refuse. */
    private void check(List<Change> changes) {
        for (Change change : changes) {
            Stored stored = Objects.requireNonNull(byKey.get(change.customerKey()));
            if (stored.gate.nextSeq() != change.seenSeq()) {
                throw new DataIntegrityViolationException("1264: somebody else was at the gate");
            }
            for (RecordedEvent row : change.rows()) {
                if (row.event().eventId().startsWith(UNSTORABLE)) {
                    throw new DataIntegrityViolationException("1366: no column holds it");
                }
                if (stored.events.containsKey(row.event().eventId())) {
                    throw new DuplicateKeyException("1062: " + row.event().eventId());
                }
            }
        }
    }

    private void apply(List<Change> changes, boolean unheard) {
        for (Change change : changes) {
            Stored stored = Objects.requireNonNull(byKey.get(change.customerKey()));
            stored.gate = change.gate().saved();
            if (unheard) {
                customersUnheard.add(stored.customerId);
            }
            for (RecordedEvent row : change.rows()) {
                stored.events.put(row.event().eventId(), row);
                stored.usage = stored.usage.plus(period.start(), row.event().modelId(), row.quantities());
                if (unheard) {
                    committedUnheard.add(stored.customerId + "/" + row.event().eventId());
                }
            }
            if (change.holds() != null) {
                stored.holds.save(change.holds());
            }
        }
    }
}
