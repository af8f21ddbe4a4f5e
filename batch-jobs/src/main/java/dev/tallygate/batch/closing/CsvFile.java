package dev.tallygate.batch.closing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A CSV file (RFC 4180, UTF-8, a header first) that is there when all of it was written, and not before. */
final class CsvFile implements AutoCloseable {
    private final Path file;
    private final Path unfinished;
    private final Writer writer;
    private final CSVPrinter printer;
    private long rows;

    private CsvFile(Path file, Path unfinished, Writer writer, List<String> columns) throws IOException {
        this.file = file;
        this.unfinished = unfinished;
        this.writer = writer;
        this.printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        printer.printRecord(columns);
    }

    static CsvFile create(Path file, List<String> columns) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            return new CsvFile(file, unfinished, Files.newBufferedWriter(unfinished), columns);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(file.toString(), cannotWrite);
        }
    }

    void add(List<?> values) {
        try {
            printer.printRecord(values);
            rows++;
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(file.toString(), cannotWrite);
        }
    }

    long rows() {
        return rows;
    }

    /** Gives the file its name, in place of one that was there. */
    void finish() {
        try {
            printer.close();
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(file.toString(), cannotWrite);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(file.toString(), cannotWrite);
        }
    }
}
