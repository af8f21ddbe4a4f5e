package dev.tallygate.batch.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The verdict of each line, as CSV beside the report; the lines of a chunk that was done twice stand there twice. */
final class VerdictFile {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    private final Path path;

    VerdictFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Begins the file anew. */
    void begin() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, "line,customer_id,event_id,verdict,reason,message\n");
        } catch (IOException notWritten) {
            throw new UncheckedIOException("the verdicts cannot be written to " + path, notWritten);
        }
    }

    void append(List<LineVerdict> verdicts) {
        try (Writer writer = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            for (LineVerdict verdict : verdicts) {
                printer.printRecord(
                        verdict.line(),
                        verdict.event().customerId(),
                        verdict.event().eventId(),
                        verdict.verdict(),
                        verdict.cause().reason(),
                        verdict.cause().message());
            }
        } catch (IOException notWritten) {
            throw new UncheckedIOException("the verdicts cannot be written to " + path, notWritten);
        }
    }
}
