package dev.tallygate.batch.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The result of each line, as CSV, and how many ended in which way. */
final class CustomerResultFile implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    private final Path path;
    private final CSVPrinter printer;
    private final Map<CustomerResult.Kind, Long> counts = new EnumMap<>(CustomerResult.Kind.class);

    private CustomerResultFile(Path path, CSVPrinter printer) {
        this.path = path;
        this.printer = printer;
    }

    /** Begins the file anew. */
    static CustomerResultFile create(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Writer writer = Files.newBufferedWriter(path);
            CSVPrinter printer = new CSVPrinter(writer, FORMAT);
            printer.printRecord("line", "customer_id", "result", "reason", "message");
            return new CustomerResultFile(path, printer);
        } catch (IOException notWritten) {
            throw notWritten(path, notWritten);
        }
    }

    Path path() {
        return path;
    }

    void append(List<CustomerResult> results) {
        try {
            for (CustomerResult result : results) {
                printer.printRecord(
                        result.line(), result.customerId(), result.kind(), result.reason(), result.message());
                counts.merge(result.kind(), 1L, Long::sum);
            }
            printer.flush();
        } catch (IOException notWritten) {
            throw notWritten(path, notWritten);
        }
    }

    long count(CustomerResult.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long lines() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people: {@code 9,998 created, 2 conflict}. */
    String sentence() {
        return counts.entrySet().stream()
                .map(count -> String.format(
                        Locale.ROOT,
                        "%,d %s",
                        count.getValue(),
                        count.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        try {
            printer.close();
        } catch (IOException notWritten) {
            throw notWritten(path, notWritten);
        }
    }

    private static UncheckedIOException notWritten(Path path, IOException why) {
        return new UncheckedIOException("the results cannot be written to " + path, why);
    }
}
