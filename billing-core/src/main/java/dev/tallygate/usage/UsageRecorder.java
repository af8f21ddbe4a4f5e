package dev.tallygate.usage;

import dev.tallygate.database.Lanes;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.Sending.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The one door through which usage is recorded.
 *
 * <p>A call's events go to a few lanes by their customer, and each lane records in one transaction what has gathered while
 * its last one was at work. The caller's thread only puts them there.
 */
public final class UsageRecorder {

    /** The most events that one call may carry. */
    public static final int EVENTS_MAX = 1_000;

    private final GateLanes lanes;

    UsageRecorder(GateLanes lanes) {
        this.lanes = lanes;
    }

    /**
     * Records each event once and answers in the same order; a bad event never fails its neighbours. When the answer is
     * there, what it says is durable. A deadlock, a lost connection or a failed commit is tried again with the same ids.
     *
     * @param events 1 to {@value #EVENTS_MAX}, of any customers
     * @param until nothing is written after it that was not begun before
     * @return fails with a {@code DataAccessException} or {@code TransactionException} where the database did not answer,
     *     with {@code QUEUE_FULL} at once where a lane is full, with {@code DEADLINE_PASSED}: then the outcome is unknown,
     *     and the same events are to be sent again with the same ids. Completed by a lane's thread, which is not to wait
     * @throws Rejected {@code BATCH_EMPTY} or {@code BATCH_TOO_LARGE}
     */
    public CompletionStage<List<EventResult>> record(List<UsageEvent> events, Instant until) {
        return send(events, Sender.CALLER, until);
    }

    /** As {@link #record(List, Instant)}, for whoever waits as long as it takes. */
    public CompletionStage<List<EventResult>> record(List<UsageEvent> events) {
        return send(events, Sender.CALLER, Instant.MAX);
    }

    /** As {@link #record(List)}, for an operator's import: usage may be older than events are taken from callers. */
    public CompletionStage<List<EventResult>> backfill(List<UsageEvent> events) {
        return send(events, Sender.IMPORT, Instant.MAX);
    }

    private CompletionStage<List<EventResult>> send(List<UsageEvent> events, Sender sender, Instant until) {
        if (events.isEmpty()) {
            throw Rejected.field(Reason.BATCH_EMPTY, "events", "", "1 to " + EVENTS_MAX + " events");
        }
        if (events.size() > EVENTS_MAX) {
            throw Rejected.field(
                    Reason.BATCH_TOO_LARGE, "events", events.size() + " events", "1 to " + EVENTS_MAX + " events");
        }
        NavigableMap<Integer, List<Integer>> indexesByLane = new TreeMap<>();
        for (int index = 0; index < events.size(); index++) {
            indexesByLane
                    .computeIfAbsent(Lanes.laneOf(events.get(index).customerId()), lane -> new ArrayList<>())
                    .add(index);
        }
        if (indexesByLane.size() == 1) {
            return enqueue(indexesByLane.firstKey(), List.copyOf(events), sender, until);
        }
        return sendToLanes(events, indexesByLane, sender, until);
    }

    /** A call over several lanes is answered when all have; where one fails, all of it is to be sent again. */
    private CompletionStage<List<EventResult>> sendToLanes(
            List<UsageEvent> events, NavigableMap<Integer, List<Integer>> indexesByLane, Sender sender, Instant until) {
        EventResult[] results = new EventResult[events.size()];
        List<CompletableFuture<?>> parts = new ArrayList<>();
        indexesByLane.forEach((lane, indexes) -> {
            List<UsageEvent> part = indexes.stream().map(events::get).toList();
            parts.add(enqueue(lane, part, sender, until).thenAccept(ofPart -> {
                for (int i = 0; i < indexes.size(); i++) {
                    results[indexes.get(i)] = ofPart.get(i);
                }
            }));
        });
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> List.of(results));
    }

    private CompletableFuture<List<EventResult>> enqueue(
            int lane, List<UsageEvent> events, Sender sender, Instant until) {
        CompletableFuture<List<EventResult>> answer = new CompletableFuture<>();
        if (!lanes.offer(lane, new Sending(events, sender, until, answer))) {
            answer.completeExceptionally(Rejected.of(Reason.QUEUE_FULL, Reason.QUEUE_FULL.sentence()));
        }
        return answer;
    }
}
