package dev.tallygate.usage;

import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.usage.CustomerState.OpenedPeriod;
import dev.tallygate.usage.Sending.Sender;
import dev.tallygate.usage.UsageEventRepository.EventKey;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Judges events as {@link UsageRecorder} would, and writes nothing and locks nothing. */
public final class UsageRehearser {

    private final GateRows rows;
    private final GateRepository gates;
    private final Transactions transactions;
    private final Clock clock;
    private final UsageSettings settings;

    UsageRehearser(
            GateRows rows, GateRepository gates, Transactions transactions, Clock clock, UsageSettings settings) {
        this.rows = rows;
        this.gates = gates;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
    }

    /** Begins one. */
    public Rehearsal begin() {
        return new Rehearsal();
    }

    /**
     * Calls that are judged one after the other, each on top of what the ones before it would have recorded. It keeps every
     * event in memory, about 1 KB each. Not for several threads.
     */
    public final class Rehearsal {

        private final CustomerMemory memory = new CustomerMemory();
        private final Map<Long, Gate> gatesRead = new HashMap<>();
        private final Map<EventKey, CustomerAtGate.Known> recorded = new HashMap<>();
        private final Set<EventKey> voided = new HashSet<>();
        private final NavigableMap<PeriodKey, OpenedPeriod> changed = new TreeMap<>();
        private final Map<PeriodKey, BigDecimal> costs = new HashMap<>();

        private Rehearsal() {}

        /** As {@link UsageRecorder#record(List)}. */
        public List<EventResult> record(List<UsageEvent> events) {
            return judge(events, Sender.CALLER);
        }

        /** As {@link UsageRecorder#backfill}. */
        public List<EventResult> backfill(List<UsageEvent> events) {
            return judge(events, Sender.IMPORT);
        }

        /** What would have become of the periods in which something would have been recorded, by customer and period. */
        public List<PeriodChange> changes() {
            return changed.entrySet().stream()
                    .map(entry -> change(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private PeriodChange change(PeriodKey key, OpenedPeriod period) {
            BigDecimal after = period.recording().figures().usageCost();
            BigDecimal before = after.subtract(costs.getOrDefault(key, BigDecimal.ZERO));
            return new PeriodChange(
                    key, period.isClosed(), before, after, period.recording().subscribed());
        }

        private List<EventResult> judge(List<UsageEvent> events, Sender sender) {
            CompletableFuture<List<EventResult>> answer = new CompletableFuture<>();
            Sending call = new Sending(events, sender, Instant.MAX, answer);
            Moment moment = Moment.of(clock.instant(), settings);
            Map<String, Long> keys = rows.keysOf(call.customerIds());
            Needs needs = new Needs(keys);
            call.tellNeeds(needs, moment);
            Gates group = transactions.read(() -> rows.read(needs, gatesOf(keys.values()), memory, moment));
            Map<Long, CustomerAtGate> byKey = new HashMap<>();
            group.byId().values().forEach(customer -> byKey.put(customer.customerKey(), customer));
            needs.events().forEach(key -> tell(key, Objects.requireNonNull(byKey.get(key.customerKey()))));
            call.judge(group).answer().run();
            byKey.values().forEach(this::keep);
            return answer.join();
        }

        private NavigableMap<Long, Gate> gatesOf(Collection<Long> customerKeys) {
            Set<Long> unread = new TreeSet<>(customerKeys);
            unread.removeAll(gatesRead.keySet());
            gatesRead.putAll(gates.read(unread));
            NavigableMap<Long, Gate> known = new TreeMap<>(gatesRead);
            known.keySet().retainAll(new HashSet<>(customerKeys));
            return known;
        }

        private void tell(EventKey key, CustomerAtGate customer) {
            CustomerAtGate.Known known = recorded.get(key);
            if (known != null) {
                customer.know(known.row(), known.counted());
            }
            if (voided.contains(key)) {
                customer.knowVoided(key.eventId());
            }
        }

        private void keep(CustomerAtGate customer) {
            memory.hold(customer.state());
            for (RecordedEvent row : customer.rows()) {
                long customerKey = row.customerKey();
                EventKey key = new EventKey(customerKey, row.event().eventId());
                recorded.put(key, customer.known(key.eventId()).orElseThrow());
                if (row.kind() == RecordedEvent.Kind.VOID) {
                    voided.add(new EventKey(customerKey, row.event().identity().correctsEventId()));
                }
                costs.merge(new PeriodKey(customerKey, row.placement().periodStart()), row.cost(), BigDecimal::add);
            }
            customer.changed()
                    .forEach(period -> changed.put(
                            new PeriodKey(
                                    customer.customerKey(), period.period().start()),
                            period));
        }
    }
}
