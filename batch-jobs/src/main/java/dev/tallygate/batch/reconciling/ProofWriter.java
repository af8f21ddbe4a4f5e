package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.reconciliation.UsageComparison;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Has the periods of a chunk compared, and keeps what differs. */
final class ProofWriter implements ItemWriter<PeriodKey> {
    private final UsageComparison comparison;
    private final RunContext context;

    ProofWriter(UsageComparison comparison, RunContext context) {
        this.comparison = comparison;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends PeriodKey> chunk) {
        List<ReportEntry> entries = new ArrayList<>();
        comparison.compare(List.copyOf(chunk.getItems())).forEach((customerId, differences) -> {
            entries.add(DriftEntries.counted(DriftEntries.PERIOD + customerId, 1));
            differences.forEach(difference -> entries.add(DriftEntries.of(difference)));
        });
        context.journal().append(entries);
        context.progress().add(entries);
    }
}
