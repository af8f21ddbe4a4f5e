package dev.tallygate.usage;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The one door through which usage is recorded. */
public interface UsageRecorder {

    /** The most events that one call may carry. */
    int EVENTS_MAX = 1_000;

    /**
     * Records each event once and answers in the same order; a bad event never fails its neighbours. When the answer is
     * there, what it says is durable. Today the caller's thread does the work, in one transaction, tried again after a
     * deadlock or a lost connection.
     *
     * @param events 1 to {@value #EVENTS_MAX}, of any customers
     * @return fails with a {@code DataAccessException} or {@code TransactionException} where the database did not answer:
     *     then the outcome is unknown, and the same events are to be sent again with the same ids
     * @throws dev.tallygate.rejection.Rejected {@code BATCH_EMPTY} or {@code BATCH_TOO_LARGE}
     */
    CompletionStage<List<EventResult>> record(List<UsageEvent> events);

    /** As {@link #record}, for an operator's import: usage may be older than events are accepted from callers. */
    CompletionStage<List<EventResult>> backfill(List<UsageEvent> events);
}
