package dev.tallygate.batch.importing;

import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Makes events of lines, has them recorded, and answers what became of each line. */
final class LineRecording {
    private final EventMapper mapper;
    private final Recording recorder;

    LineRecording(EventMapper mapper, Recording recorder) {
        this.mapper = mapper;
        this.recorder = recorder;
    }

    /** The verdict of each line, in the order of lines. */
    List<LineVerdict> record(List<UsageLine> lines) {
        List<LineVerdict> verdicts = new ArrayList<>();
        List<UsageLine> readable = new ArrayList<>();
        List<UsageEvent> events = new ArrayList<>();
        for (UsageLine line : lines) {
            try {
                events.add(mapper.toEvent(line));
                readable.add(line);
            } catch (Rejected flawed) {
                verdicts.add(LineVerdict.unreadable(line, flawed));
            }
        }
        List<EventResult> results = events.isEmpty() ? List.of() : results(events);
        for (int i = 0; i < results.size(); i++) {
            verdicts.add(LineVerdict.of(readable.get(i), events.get(i), results.get(i)));
        }
        verdicts.sort(Comparator.comparingLong(LineVerdict::line));
        return verdicts;
    }

    private List<EventResult> results(List<UsageEvent> events) {
        CompletionStage<List<EventResult>> answer = recorder.record(events);
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
