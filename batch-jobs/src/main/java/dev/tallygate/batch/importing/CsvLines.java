package dev.tallygate.batch.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Lines of a CSV file (RFC 4180) whose first line names the columns. */
final class CsvLines implements UsageFile.Lines {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .get();
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final CSVParser parser;
    private final List<String> columns;
    private final Iterator<CSVRecord> records;

    private CsvLines(CSVParser parser) {
        this.parser = parser;
        this.columns = parser.getHeaderNames().stream()
                .map(column -> column.startsWith(BYTE_ORDER_MARK) ? column.substring(1) : column)
                .map(String::strip)
                .toList();
        this.records = parser.iterator();
    }

    static CsvLines open(Path path) {
        try {
            return new CsvLines(CSVParser.parse(Files.newBufferedReader(path), FORMAT));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + path + " cannot be read as CSV in UTF-8 text", unreadable);
        }
    }

    List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable UsageLine next() {
        if (!records.hasNext()) {
            return null;
        }
        CSVRecord record = records.next();
        long number = record.getRecordNumber();
        if (record.size() != columns.size()) {
            return UsageLine.unreadable(
                    number,
                    "columns: %d (expected: %d, as in the first line)".formatted(record.size(), columns.size()));
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), record.get(i));
        }
        return UsageLine.of(number, values);
    }

    @Override
    public long fileLine() {
        return parser.getCurrentLineNumber();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException stillOpen) {
            throw new UncheckedIOException("the file cannot be closed", stillOpen);
        }
    }
}
