package dev.tallygate.batch.importing;

import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The recorder as an import calls it: for usage as of now, or for older usage too. */
interface Recording {
    /** Records at most 1,000 events and answers in their order; fails where the outcome is unknown. */
    CompletionStage<List<EventResult>> record(List<UsageEvent> events);
}
