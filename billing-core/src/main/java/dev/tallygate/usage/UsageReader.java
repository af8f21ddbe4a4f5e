package dev.tallygate.usage;

import dev.tallygate.ledger.PeriodKey;
import java.time.Instant;
import java.util.List;

/** Reads recorded events in the order in which they were counted. */
public interface UsageReader {

    /** Events of the customer with a seq above {@code afterSeq} (0 = from the first), in the order of seq. */
    List<RecordedEvent> events(long customerKey, long afterSeq, int limit);

    /** As {@link #events}, of one period only. */
    List<RecordedEvent> eventsOf(PeriodKey period, long afterSeq, int limit);

    /** The event with this id, where it is recorded: at most one. */
    List<RecordedEvent> event(long customerKey, String eventId);

    /** Start of the period of the customer's newest usage, or of {@code otherwise}. */
    Instant newestPeriodStart(long customerKey, Instant otherwise);
}
