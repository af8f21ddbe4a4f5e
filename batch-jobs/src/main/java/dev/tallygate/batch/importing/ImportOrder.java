package dev.tallygate.batch.importing;

/** One import as it was called, and where its verdicts and counts go. */
record ImportOrder(UsageFile file, FieldMapping mapping, TimeFormat times, VerdictFile verdicts, ImportTotals totals) {}
