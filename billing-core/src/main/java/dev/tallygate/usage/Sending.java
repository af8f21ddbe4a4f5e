package dev.tallygate.usage;

import dev.tallygate.database.Lane;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events of one call that belong to one lane, waiting to be recorded.
 *
 * @param until after it nobody waits any more, and nothing is written
 */
record Sending(List<UsageEvent> events, Sender sender, Instant until, CompletableFuture<List<EventResult>> answer)
        implements Lane.Work {

    /** Who sends events, and so how old they may be. */
    enum Sender {
        CALLER,
        IMPORT
    }

    @Override
    public int items() {
        return events.size();
    }

    @Override
    public long bytes() {
        return events.stream().mapToLong(UsageEvent::bytes).sum();
    }

    @Override
    public void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }
}
