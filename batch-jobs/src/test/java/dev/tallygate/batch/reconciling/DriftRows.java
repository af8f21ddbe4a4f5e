package dev.tallygate.batch.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.batch.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** What a comparison of a month reported, read back from its files. */
final class DriftRows {
    private DriftRows() {}

    /** Of a month that is not clean. */
    static List<Map<String, String>> differing(Month month) {
        Shell.Result result = month.reconcile();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.out()).contains("not clean: ");
        return rows(month);
    }

    /** Of a month that is clean. */
    static List<Map<String, String>> explained(Month month) {
        Shell.Result result = month.reconcile();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return rows(month);
    }

    private static List<Map<String, String>> rows(Month month) {
        try (CSVParser parser = CSVParser.parse(
                report(month, ".csv"), CSVFormat.RFC4180.builder().setHeader().get())) {
            List<Map<String, String>> rows = new ArrayList<>();
            parser.forEach(record -> rows.add(record.toMap()));
            return rows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Map<String, String> row(List<Map<String, String>> rows, String kind, String customerId) {
        return rows.stream()
                .filter(row -> kind.equals(row.get("kind")) && customerId.equals(row.get("customer_id")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " of " + customerId + " is not among " + rows));
    }

    static void assertRow(
            List<Map<String, String>> rows, String kind, String customerId, String here, String there, String unit) {
        assertThat(row(rows, kind, customerId))
                .containsEntry("here", here)
                .containsEntry("there", there)
                .containsEntry("unit", unit)
                .satisfies(row -> assertThat(row.get("cause")).isNotBlank());
    }

    /** The newest with this ending. */
    static String report(Month month, String ending) {
        try (var files = Files.list(month.reports())) {
            Path newest = files.filter(file -> file.toString().endsWith(ending)
                            && file.getFileName().toString().startsWith("reconcile-" + month.period + "-run"))
                    .max(Comparator.comparingLong(DriftRows::number))
                    .orElseThrow();
            return Files.readString(newest);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long number(Path report) {
        String name = report.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.')));
    }
}
