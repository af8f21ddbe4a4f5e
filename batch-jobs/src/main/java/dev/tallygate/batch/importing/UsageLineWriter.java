package dev.tallygate.batch.importing;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Hands a chunk of lines to the recorder and keeps the verdict of each. */
final class UsageLineWriter implements ItemStreamWriter<UsageLine> {
    /** The report lists this many refused lines; the file of verdicts has all of them. */
    private static final int REFUSED_LISTED_MAX = 1_000;

    private final ImportOrder order;
    private final LineRecording recording;
    private final RunContext run;

    UsageLineWriter(ImportOrder order, Recording recorder, RunContext run) {
        this.order = order;
        this.recording = new LineRecording(new EventMapper(order.mapping(), order.times(), order.file()), recorder);
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
        List<LineVerdict> verdicts = recording.record(List.copyOf(chunk.getItems()));
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

    @Override
    public void update(ExecutionContext context) {
        order.totals().save(context);
    }
}
