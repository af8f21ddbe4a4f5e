package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.reconciliation.Difference;
import dev.tallygate.reconciliation.DifferenceKind;
import dev.tallygate.reconciliation.MoneySums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences and sums as entries of a run, and back: so that a run that was resumed still has all of them. */
final class DriftEntries {
    static final String PERIOD = "period ";
    static final String INVOICES = "invoices ";
    static final String LIST = "list ";
    static final String SUMS = "sums ";
    static final String COUNT = "count";

    private DriftEntries() {}

    static ReportEntry of(Difference difference) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", difference.kind().name());
        facts.put("standing", difference.standing().name());
        facts.put("customer_id", difference.about().customerId());
        facts.put("invoice_id", difference.about().invoiceId());
        facts.put("provider", difference.about().provider());
        facts.put("object_id", difference.about().objectId());
        facts.put("what", difference.about().what());
        facts.put("here", difference.figures().here());
        facts.put("there", difference.figures().there());
        facts.put("unit", difference.figures().unit());
        facts.put("cause", difference.cause());
        facts.put("mend", difference.mend());
        ReportEntry.Result result = difference.standing() == Difference.Standing.OPEN
                ? ReportEntry.Result.DIFFERS
                : ReportEntry.Result.DONE;
        return new ReportEntry(item(difference), result, facts);
    }

    private static String item(Difference difference) {
        Difference.About about = difference.about();
        return String.join(
                        " ",
                        difference.kind().name(),
                        about.customerId(),
                        about.invoiceId(),
                        about.provider(),
                        about.objectId(),
                        about.what())
                .strip();
    }

    static boolean isDifference(ReportEntry entry) {
        return entry.facts().containsKey("kind");
    }

    static Difference difference(ReportEntry entry) {
        return new Difference(
                DifferenceKind.valueOf(text(entry, "kind")),
                Difference.Standing.valueOf(text(entry, "standing")),
                new Difference.About(
                        text(entry, "customer_id"),
                        text(entry, "invoice_id"),
                        text(entry, "provider"),
                        text(entry, "object_id"),
                        text(entry, "what")),
                new Difference.Figures(text(entry, "here"), text(entry, "there"), text(entry, "unit")),
                text(entry, "cause"),
                text(entry, "mend"));
    }

    static ReportEntry of(MoneySums sums) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", sums.provider());
        facts.put("currency", sums.currency().getCurrencyCode());
        facts.put("invoices", String.valueOf(sums.invoices()));
        facts.put("invoiced", sums.invoiced().major().toPlainString());
        facts.put("at_provider", sums.objects().major().toPlainString());
        facts.put("received", sums.received().major().toPlainString());
        facts.put("booked", sums.booked().major().toPlainString());
        facts.put("set_off", sums.back().setOff().major().toPlainString());
        facts.put("went_back", sums.back().gone().major().toPlainString());
        facts.put("outstanding", sums.outstanding().major().toPlainString());
        String item = SUMS + sums.provider() + " " + sums.currency().getCurrencyCode();
        return new ReportEntry(item, ReportEntry.Result.DONE, facts);
    }

    /** So many things were compared. */
    static ReportEntry counted(String item, int count) {
        return new ReportEntry(item, ReportEntry.Result.DONE, Map.of(COUNT, String.valueOf(count)));
    }

    static long count(List<ReportEntry> entries, String prefix) {
        return entries.stream()
                .filter(entry -> entry.item().startsWith(prefix))
                .mapToLong(entry -> Long.parseLong(text(entry, COUNT)))
                .sum();
    }

    static String text(ReportEntry entry, String name) {
        return String.valueOf(entry.facts().getOrDefault(name, ""));
    }
}
