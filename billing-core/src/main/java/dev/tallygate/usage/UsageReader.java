package dev.tallygate.usage;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.usage.UsageEventRepository.EventKey;
import java.util.List;
import java.util.Optional;

/** Reads recorded events in the order in which they were counted. They carry no customer_id: the caller knows it. */
public final class UsageReader {

    private final UsageEventRepository events;

    UsageReader(UsageEventRepository events) {
        this.events = events;
    }

    /** Events of the customer with a seq above {@code afterSeq} (0 = from the first), in the order of seq. */
    public List<RecordedEvent> events(long customerKey, long afterSeq, int limit) {
        return events.page(customerKey, afterSeq, limit);
    }

    /** As {@link #events}, of one period only. */
    public List<RecordedEvent> eventsOf(PeriodKey period, long afterSeq, int limit) {
        return events.pageOf(period, afterSeq, limit);
    }

    /** The event with this id, where it is recorded. */
    public Optional<RecordedEvent> event(long customerKey, String eventId) {
        return events.known(List.of(new EventKey(customerKey, eventId))).stream()
                .findFirst();
    }
}
