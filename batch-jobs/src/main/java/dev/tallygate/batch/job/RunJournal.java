package dev.tallygate.batch.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of a run while it runs: one JSON line an item, appended before its chunk commits, so that a run that is
 * killed and resumed still has all of them. Lines of a chunk that was rolled back are replaced when it is done again.
 */
public final class RunJournal {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    public RunJournal(Path file) {
        this.file = file;
    }

    /** Begins, or goes on with what earlier attempts of the run wrote. */
    void open(Run run) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!run.isResumed()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(
                    "reports folder: " + file.toAbsolutePath().getParent(), cannotWrite);
        }
    }

    /** Adds the results of one chunk. */
    public void append(List<ReportEntry> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(JSON.writeValueAsString(entry)).append('\n'));
        try {
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(file.toString(), cannotWrite);
        }
    }

    /** All results, one an item, in the order in which items were first met. */
    List<ReportEntry> entries() {
        Map<String, ReportEntry> latest = new LinkedHashMap<>();
        for (String line : lines()) {
            parse(line).ifPresent(entry -> latest.put(entry.item(), entry));
        }
        return new ArrayList<>(latest.values());
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException cannotDelete) {
            throw new UncheckedIOException(file.toString(), cannotDelete);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(file.toString(), cannotRead);
        }
    }

    /** Empty for a line that was cut off when the process was killed: its chunk did not commit and is done again. */
    private static Optional<ReportEntry> parse(String line) {
        try {
            return Optional.of(JSON.readValue(line, ReportEntry.class));
        } catch (JacksonException cutOff) {
            return Optional.empty();
        }
    }
}
