package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.reconciliation.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files of a drift report: JSON, CSV (RFC 4180) and text. Amounts are exact decimals, written as text. */
final class DriftFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DriftFiles() {}

    static void write(DriftReport report) {
        try {
            Files.writeString(report.run().path(".json"), JSON.writeValueAsString(json(report)));
            writeCsv(report, report.run().path(".csv"));
            Files.writeString(report.run().path(".txt"), DriftTable.of(report));
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(report.run().file().toString(), cannotWrite);
        }
    }

    private static Map<String, Object> json(DriftReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", report.run().run().identity().jobName());
        fields.put("parameters", report.run().run().identity().parameters());
        fields.put("run", report.run().run().number());
        fields.put("start_time", report.run().run().startTime().toString());
        fields.put("end_time", report.run().endTime().toString());
        fields.put("exit_code", report.run().exit().code());
        fields.put("clean", report.isClean());
        fields.put("verdict", report.verdict());
        fields.put("periods_compared", report.periods());
        fields.put("invoices_compared", report.invoices());
        fields.put("lists", report.lists().stream().map(ReportEntry::facts).toList());
        fields.put("sums", report.sums().stream().map(ReportEntry::facts).toList());
        fields.put(
                "differences",
                report.differences().stream().map(DriftFiles::facts).toList());
        return fields;
    }

    private static void writeCsv(DriftReport report, Path path) throws IOException {
        try (Writer writer = Files.newBufferedWriter(path);
                CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            printer.printRecord(
                    "kind",
                    "standing",
                    "customer_id",
                    "invoice_id",
                    "provider",
                    "object_id",
                    "what",
                    "here",
                    "there",
                    "unit",
                    "cause",
                    "mend");
            List<Difference> differences = report.differences();
            for (Difference difference : differences) {
                printer.printRecord(new ArrayList<>(facts(difference).values()));
            }
        }
    }

    private static Map<String, Object> facts(Difference difference) {
        return DriftEntries.of(difference).facts();
    }
}
