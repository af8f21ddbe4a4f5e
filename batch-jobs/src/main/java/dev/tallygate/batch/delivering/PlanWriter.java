package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.InvoicePlanner;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Has a chunk of drafts planned by core, in core's own transaction. */
final class PlanWriter implements ItemWriter<String> {
    private final InvoicePlanner planner;
    private final RunContext context;

    PlanWriter(InvoicePlanner planner, RunContext context) {
        this.planner = planner;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends String> chunk) {
        List<ReportEntry> entries = planner.plan(List.copyOf(chunk.getItems())).stream()
                .map(PlanWriter::entry)
                .toList();
        context.journal().append(entries);
        context.progress().add(entries);
    }

    private static ReportEntry entry(InvoicePlanner.Planned planned) {
        ReportEntry.Result result = planned.isParked() ? ReportEntry.Result.PARKED : ReportEntry.Result.DONE;
        return new ReportEntry(planned.invoiceId(), result, Map.of("calls_planned", planned.calls()));
    }
}
