package dev.tallygate.usage;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/** The one door through which usage is recorded. */
public final class UsageRecorder {

    /** The most events that one call may carry. */
    public static final int EVENTS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(UsageRecorder.class);

    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final GroupReader reader;
    private final GroupWriter writer;
    private final Transactions transactions;
    private final UsageSettings settings;
    private final Clock clock;

    /** Who sends events, and so how old they may be. */
    private enum Sender {
        CALLER,
        IMPORT
    }

    UsageRecorder(
            CustomerRegistry customers,
            GateRepository gates,
            GroupReader reader,
            GroupWriter writer,
            Transactions transactions,
            UsageSettings settings,
            Clock clock) {
        this.customers = customers;
        this.gates = gates;
        this.reader = reader;
        this.writer = writer;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Records each event once and answers in the same order; a bad event never fails its neighbours. When the answer is
     * there, what it says is durable. Today the caller's thread does the work, in one transaction, tried again with the
     * same ids after a deadlock, a lost connection or a failed commit.
     *
     * @param events 1 to {@value #EVENTS_MAX}, of any customers
     * @return fails with a {@code DataAccessException} or {@code TransactionException} where the database did not answer:
     *     then the outcome is unknown, and the same events are to be sent again with the same ids
     * @throws Rejected {@code BATCH_EMPTY} or {@code BATCH_TOO_LARGE}
     */
    public CompletionStage<List<EventResult>> record(List<UsageEvent> events) {
        return record(events, Sender.CALLER);
    }

    /** As {@link #record(List)}, for an operator's import: usage may be older than events are taken from callers. */
    public CompletionStage<List<EventResult>> backfill(List<UsageEvent> events) {
        return record(events, Sender.IMPORT);
    }

    private CompletionStage<List<EventResult>> record(List<UsageEvent> events, Sender sender) {
        if (events.isEmpty()) {
            throw Rejected.field(Reason.BATCH_EMPTY, "events", "", "1 to " + EVENTS_MAX + " events");
        }
        if (events.size() > EVENTS_MAX) {
            throw Rejected.field(
                    Reason.BATCH_TOO_LARGE, "events", events.size() + " events", "1 to " + EVENTS_MAX + " events");
        }
        try {
            return CompletableFuture.completedStage(
                    recordGroup(new Group(List.copyOf(events), customerKeysOf(events)), sender));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** What the database refuses for its content is split down, so that the offender alone is rejected. */
    private List<EventResult> recordGroup(Group group, Sender sender) {
        try {
            return transactions.callRepeatable(() -> recordLocked(group, sender));
        } catch (DataIntegrityViolationException refused) {
            return group.events().size() == 1
                    ? List.of(refusedByDatabase(group.events().getFirst(), refused))
                    : recordHalves(group, sender);
        }
    }

    private List<EventResult> recordHalves(Group group, Sender sender) {
        int middle = group.events().size() / 2;
        List<EventResult> results = new ArrayList<>(recordGroup(group.part(0, middle), sender));
        results.addAll(recordGroup(group.part(middle, group.events().size()), sender));
        return results;
    }

    private List<EventResult> recordLocked(Group group, Sender sender) {
        NavigableMap<Long, Gate> locked = gates.lock(group.customers());
        Moment moment = momentFor(sender);
        NavigableMap<Long, CustomerRecording> recordings = reader.read(group, locked, moment);
        List<EventResult> results = group.events().stream()
                .map(event -> judge(event, group, recordings, moment))
                .toList();
        writer.write(recordings.values());
        return results;
    }

    private static EventResult judge(
            UsageEvent event, Group group, Map<Long, CustomerRecording> recordings, Moment moment) {
        Long customerKey = group.customerKeyOf(event);
        CustomerRecording customer = customerKey == null ? null : recordings.get(customerKey);
        return customer == null ? EventResult.customerUnknown(event) : customer.judge(event, moment);
    }

    private Moment momentFor(Sender sender) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return new Moment(
                now,
                switch (sender) {
                    case CALLER -> TimeBounds.forCallers(settings, now);
                    case IMPORT -> TimeBounds.forBackfill(settings, now);
                });
    }

    private Map<String, Long> customerKeysOf(List<UsageEvent> events) {
        TreeSet<String> customerIds = new TreeSet<>();
        events.forEach(event -> customerIds.add(event.customerId()));
        Map<String, Long> customerKeys = new HashMap<>();
        for (List<String> chunk : Chunks.of(customerIds)) {
            customers.byIds(chunk).forEach((id, customer) -> customerKeys.put(id, customer.customerKey()));
        }
        return customerKeys;
    }

    private static EventResult refusedByDatabase(UsageEvent event, DataIntegrityViolationException refused) {
        LOG.warn(
                "usage event refused by the database customer_id={} event_id={} cause={}",
                event.customerId(),
                event.eventId(),
                refused.getMostSpecificCause().getMessage());
        return EventResult.rejected(
                event, Rejected.of(Reason.FIELD_INVALID, "the database cannot hold this event: see the server's log"));
    }
}
