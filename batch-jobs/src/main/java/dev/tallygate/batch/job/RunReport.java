package dev.tallygate.batch.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, for people and programs; written to a file when it ends.
 *
 * @param failure why it failed; null = it did not
 * @param file without its ending: {@code .json} and {@code .txt} stand beside each other
 */
public record RunReport(
        Run run, Instant endTime, RunExit exit, @Nullable String failure, List<ReportEntry> entries, Path file) {
    public RunReport {
        entries = List.copyOf(entries);
    }

    /** One file of the report, by its ending: {@code .json}. */
    public Path path(String ending) {
        return ReportFile.beside(file, ending);
    }

    /** How many items ended in which way. */
    public Map<ReportEntry.Result, Long> counts() {
        Map<ReportEntry.Result, Long> counts = new EnumMap<>(ReportEntry.Result.class);
        entries.forEach(entry -> counts.merge(entry.result(), 1L, Long::sum));
        return counts;
    }

    /** One line for the end of a command: {@code 3 done, 1 parked}. */
    public String summary() {
        if (failure != null) {
            return failure;
        }
        if (entries.isEmpty()) {
            return "nothing to do";
        }
        return counts().entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), word(count.getKey())))
                .collect(Collectors.joining(", "));
    }

    static String word(ReportEntry.Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
