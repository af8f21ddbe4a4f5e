package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Listing;
import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.reconciliation.Difference;
import dev.tallygate.reconciliation.Difference.Standing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;

/** A drift report for people: sums by provider and currency, what differs, what is explained, and whether it is clean. */
final class DriftTable {
    private static final List<String> AMOUNTS =
            List.of("invoices", "invoiced", "at_provider", "received", "booked", "set_off", "went_back", "outstanding");

    private DriftTable() {}

    static String of(DriftReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("%s, run %d, from %s to %s"
                .formatted(
                        report.run().run().identity().display(),
                        report.run().run().number(),
                        report.run().run().startTime(),
                        report.run().endTime()));
        if (!report.sums().isEmpty()) {
            out.println();
            sums().print(report.sums(), new JsonOption(), out);
        }
        section("differences", report.only(Standing.OPEN), out);
        section("explained", report.only(Standing.EXPLAINED), out);
        out.println();
        out.println(report.verdict());
        out.flush();
        return text.toString();
    }

    private static void section(String name, List<Difference> differences, PrintWriter out) {
        if (!differences.isEmpty()) {
            out.println();
            out.println(name);
            differences().print(differences, new JsonOption(), out);
        }
    }

    private static Listing<ReportEntry> sums() {
        Listing<ReportEntry> listing = new Listing<ReportEntry>()
                .column("provider", entry -> DriftEntries.text(entry, "provider"))
                .column("currency", entry -> DriftEntries.text(entry, "currency"));
        AMOUNTS.forEach(name -> listing.column(name, entry -> new BigDecimal(DriftEntries.text(entry, name))));
        return listing;
    }

    private static Listing<Difference> differences() {
        return new Listing<Difference>()
                .column("kind", Difference::kind)
                .column("customer", difference -> difference.about().customerId())
                .column("about", DriftTable::about)
                .column("here", difference -> difference.figures().here())
                .column("there", difference -> difference.figures().there())
                .column("unit", difference -> difference.figures().unit())
                .column("cause", Difference::cause)
                .column("mend", Difference::mend);
    }

    /** The invoice, else the figure; the provider's object where that is what differs. */
    private static String about(Difference difference) {
        Difference.About about = difference.about();
        String name = about.invoiceId().isEmpty() ? about.what() : about.invoiceId();
        return name.isEmpty() ? about.provider() : name;
    }
}
