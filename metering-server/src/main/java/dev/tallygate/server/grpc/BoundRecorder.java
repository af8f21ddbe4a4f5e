package dev.tallygate.server.grpc;

import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Records for a caller: events of customers that its key must not see are answered as those of absent ones. */
final class BoundRecorder {
    private final UsageRecorder recorder;

    BoundRecorder(UsageRecorder recorder) {
        this.recorder = recorder;
    }

    /** As {@link UsageRecorder#record}; the size of the whole call is judged before anything is hidden. */
    CompletionStage<List<EventResult>> record(List<UsageEvent> events, Caller caller, Instant until) {
        List<UsageEvent> seen =
                events.stream().filter(event -> caller.sees(event.customerId())).toList();
        if (seen.size() == events.size() || events.size() > UsageRecorder.EVENTS_MAX) {
            return recorder.record(events, until);
        }
        CompletionStage<List<EventResult>> results =
                seen.isEmpty() ? CompletableFuture.completedStage(List.of()) : recorder.record(seen, until);
        return results.thenApply(ofSeen -> merge(events, caller, ofSeen.iterator()));
    }

    private static List<EventResult> merge(List<UsageEvent> events, Caller caller, Iterator<EventResult> ofSeen) {
        List<EventResult> all = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            all.add(caller.sees(event.customerId()) ? ofSeen.next() : EventResult.customerUnknown(event));
        }
        return all;
    }
}
