package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.reconciliation.Difference;
import dev.tallygate.reconciliation.InvoiceComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has the invoices compared with what providers have and received, and keeps what differs. */
final class InvoiceStep implements InvoiceComparison.Listener {
    private final RunContext context;
    private int pages;

    InvoiceStep(RunContext context) {
        this.context = context;
    }

    void compare(InvoiceComparison comparison, InvoiceComparison.Scope scope) {
        add(comparison.compare(scope, this).stream().map(DriftEntries::of).toList());
    }

    @Override
    public void listed(String provider, int pagesRead, int objects) {
        context.progress()
                .say(String.format(Locale.ROOT, "%s: %,d invoices on %,d pages", provider, objects, pagesRead));
        add(List.of(new ReportEntry(
                DriftEntries.LIST + provider,
                ReportEntry.Result.DONE,
                Map.of("provider", provider, "pages", String.valueOf(pagesRead), "objects", String.valueOf(objects)))));
    }

    @Override
    public void compared(int invoices, List<Difference> differences) {
        List<ReportEntry> entries = new ArrayList<>();
        if (invoices > 0) {
            pages++;
            entries.add(DriftEntries.counted(DriftEntries.INVOICES + "page " + pages, invoices));
        }
        differences.forEach(difference -> entries.add(DriftEntries.of(difference)));
        add(entries);
    }

    private void add(List<ReportEntry> entries) {
        context.journal().append(entries);
        context.progress().add(entries);
    }
}
