package dev.tallygate.usage;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Scripts;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/** Records any group: locks the gates, reads what is not remembered, looks the ids up, judges, writes, commits. */
final class LockedRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(LockedRecorder.class);

    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final GroupReader reader;
    private final GroupWriter writer;
    private final Scripts scripts;
    private final Transactions transactions;

    LockedRecorder(
            CustomerRegistry customers,
            GateRepository gates,
            GroupReader reader,
            GroupWriter writer,
            Scripts scripts,
            Transactions transactions) {
        this.customers = customers;
        this.gates = gates;
        this.reader = reader;
        this.writer = writer;
        this.scripts = scripts;
        this.transactions = transactions;
    }

    private record Recorded(List<EventResult> results, List<CustomerState> states) {}

    /**
     * The results in the order of the events. A deadlock, a lost connection or an unknown commit is tried again with the same
     * ids; what the database refuses for its content is split down, so that the offender alone is rejected.
     */
    List<EventResult> record(List<UsageEvent> events, CustomerMemory memory, Supplier<Moment> moments) {
        Map<String, Long> customerKeys =
                transactions.ask(() -> customers.keysOf(events.stream().map(UsageEvent::customerId)));
        return record(new Group(events, customerKeys), memory, moments);
    }

    private List<EventResult> record(Group group, CustomerMemory memory, Supplier<Moment> moments) {
        try {
            Recorded recorded = transactions.callRepeatable(() -> recordLocked(group, memory, moments));
            recorded.states().forEach(memory::keep);
            return recorded.results();
        } catch (DataIntegrityViolationException refused) {
            return group.events().size() == 1
                    ? List.of(refusedByDatabase(group.events().getFirst(), refused))
                    : recordHalves(group, memory, moments);
        }
    }

    private List<EventResult> recordHalves(Group group, CustomerMemory memory, Supplier<Moment> moments) {
        int middle = group.events().size() / 2;
        List<EventResult> results = new ArrayList<>(record(group.part(0, middle), memory, moments));
        results.addAll(record(group.part(middle, group.events().size()), memory, moments));
        return results;
    }

    private Recorded recordLocked(Group group, CustomerMemory memory, Supplier<Moment> moments) {
        NavigableMap<Long, Gate> locked = gates.lock(group.customers());
        Moment moment = moments.get();
        NavigableMap<Long, CustomerRecording> recordings = reader.read(group, locked, memory, moment);
        List<EventResult> results = new ArrayList<>(group.events().size());
        for (UsageEvent event : group.events()) {
            results.add(judge(event, recordingOf(event, group, recordings), moment));
        }
        GroupWriter.Written written = writer.write(recordings.values());
        scripts.run(written.script());
        List<CustomerState> states = new ArrayList<>();
        recordings.forEach((key, customer) -> {
            customer.state().saved(written.gates().getOrDefault(key, customer.gate()));
            states.add(customer.state());
        });
        return new Recorded(results, states);
    }

    private static @Nullable CustomerRecording recordingOf(
            UsageEvent event, Group group, Map<Long, CustomerRecording> recordings) {
        Long customerKey = group.customerKeyOf(event);
        return customerKey == null ? null : recordings.get(customerKey);
    }

    private static EventResult judge(UsageEvent event, @Nullable CustomerRecording customer, Moment moment) {
        return customer == null ? EventResult.customerUnknown(event) : customer.judge(event, moment);
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
