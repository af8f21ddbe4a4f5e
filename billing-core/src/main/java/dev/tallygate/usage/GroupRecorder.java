package dev.tallygate.usage;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.Sending.Sender;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/** Records what a lane has gathered in one transaction, and answers each call once that is committed. */
final class GroupRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRecorder.class);

    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final GroupReader reader;
    private final GroupWriter writer;
    private final Transactions transactions;
    private final UsageSettings settings;
    private final Clock clock;

    GroupRecorder(
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

    /** Those for whom nobody waits any more are not written. An import and callers, who rarely meet, go one after the other. */
    void record(List<Sending> sendings) {
        Map<Sender, List<Sending>> bySender = new EnumMap<>(Sender.class);
        Instant now = clock.instant();
        for (Sending sending : sendings) {
            if (now.isAfter(sending.until())) {
                sending.fail(Rejected.of(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence()));
            } else {
                bySender.computeIfAbsent(sending.sender(), sender -> new ArrayList<>())
                        .add(sending);
            }
        }
        bySender.forEach(this::recordFrom);
    }

    private void recordFrom(Sender sender, List<Sending> sendings) {
        List<UsageEvent> events =
                sendings.stream().flatMap(sending -> sending.events().stream()).toList();
        Map<String, Long> customerKeys =
                transactions.ask(() -> customers.keysOf(events.stream().map(UsageEvent::customerId)));
        List<EventResult> results = recordGroup(new Group(events, customerKeys), sender);
        int from = 0;
        for (Sending sending : sendings) {
            int to = from + sending.events().size();
            sending.answer().complete(List.copyOf(results.subList(from, to)));
            from = to;
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
