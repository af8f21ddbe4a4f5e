package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunReport;
import dev.tallygate.reconciliation.Difference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one comparison of a month found, in the order of the flow.
 *
 * @param lists what was read of each provider
 * @param sums by provider and currency
 */
record DriftReport(
        RunReport run,
        long periods,
        long invoices,
        List<ReportEntry> lists,
        List<ReportEntry> sums,
        List<Difference> differences) {

    static DriftReport of(RunReport run) {
        List<ReportEntry> entries = run.entries();
        return new DriftReport(
                run,
                DriftEntries.count(entries, DriftEntries.PERIOD),
                DriftEntries.count(entries, DriftEntries.INVOICES),
                beginning(entries, DriftEntries.LIST),
                beginning(entries, DriftEntries.SUMS),
                entries.stream()
                        .filter(DriftEntries::isDifference)
                        .map(DriftEntries::difference)
                        .sorted(Comparator.comparing(Difference::standing).thenComparing(Difference::kind))
                        .toList());
    }

    private static List<ReportEntry> beginning(List<ReportEntry> entries, String prefix) {
        return entries.stream().filter(entry -> entry.item().startsWith(prefix)).toList();
    }

    boolean isClean() {
        return run.exit() == RunExit.DONE;
    }

    List<Difference> only(Difference.Standing standing) {
        return differences.stream()
                .filter(difference -> difference.standing() == standing)
                .toList();
    }

    /** The last line: what was compared and whether it is clean. */
    String verdict() {
        if (run.failure() != null) {
            return run.failure();
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d periods and %,d invoices compared, %,d differences, %,d explained",
                isClean() ? "clean" : "not clean",
                periods,
                invoices,
                only(Difference.Standing.OPEN).size(),
                only(Difference.Standing.EXPLAINED).size());
    }
}
