package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.PaymentReconciler;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Asks about each invoice of a chunk; the same question again changes nothing more. */
final class ReconcileWriter implements ItemWriter<String> {
    private final PaymentReconciler reconciler;
    private final RunContext context;

    ReconcileWriter(PaymentReconciler reconciler, RunContext context) {
        this.reconciler = reconciler;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends String> chunk) {
        List<ReportEntry> entries =
                chunk.getItems().stream().map(this::reconciled).toList();
        context.journal().append(entries);
        context.progress().add(entries);
    }

    private ReportEntry reconciled(String invoiceId) {
        PaymentReconciler.Reconciled reconciled = reconciler.reconcile(invoiceId);
        ReportEntry.Result result = switch (reconciled) {
            case MENDED -> ReportEntry.Result.DONE;
            case EQUAL -> ReportEntry.Result.NOTHING_DUE;
            case PARKED -> ReportEntry.Result.PARKED;
            case UNKNOWN -> ReportEntry.Result.PENDING;
        };
        return new ReportEntry(invoiceId, result, Map.of("provider", reconciled.name()));
    }
}
