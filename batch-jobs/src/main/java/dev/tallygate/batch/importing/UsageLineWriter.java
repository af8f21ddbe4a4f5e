package dev.tallygate.batch.importing;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Hands a chunk of lines to the recorder and keeps the verdict of each. */
final class UsageLineWriter implements ItemStreamWriter<UsageLine> {
    /** The report lists this many refused lines; the file of verdicts has all of them. */
    private static final int REFUSED_LISTED_MAX = 1_000;

    private final ImportOrder order;
    private final Recording recorder;
    private final EventMapper mapper;
    private final RunContext run;

    UsageLineWriter(ImportOrder order, Recording recorder, RunContext run) {
        this.order = order;
        this.recorder = recorder;
        this.mapper = new EventMapper(order.mapping(), order.times(), order.file());
        this.run = run;
    }

    @Override
    public void open(ExecutionContext context) {
        order.totals().load(context);
        if (!run.run().isResumed()) {
            order.verdicts().begin();
        }
    }

    @Override
    public void write(Chunk<? extends UsageLine> chunk) {
        List<LineVerdict> verdicts = record(List.copyOf(chunk.getItems()));
        List<ReportEntry> entries = verdicts.stream().map(LineVerdict::toEntry).toList();
        long listedBefore = order.totals().refused();
        order.totals().add(verdicts);
        order.verdicts().append(verdicts);
        List<ReportEntry> listed = new ArrayList<>(verdicts.stream()
                .filter(verdict -> !verdict.isCounted())
                .limit(Math.max(0, REFUSED_LISTED_MAX - listedBefore))
                .map(LineVerdict::toEntry)
                .toList());
        listed.add(new ReportEntry(
                "all lines", ReportEntry.Result.DONE, order.totals().facts()));
        run.journal().append(listed);
        run.progress().add(entries);
    }

    private List<LineVerdict> record(List<UsageLine> lines) {
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

    @Override
    public void update(ExecutionContext context) {
        order.totals().save(context);
    }
}
