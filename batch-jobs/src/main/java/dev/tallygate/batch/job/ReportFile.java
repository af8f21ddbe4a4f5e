package dev.tallygate.batch.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The two files of a run's report: JSON for programs, text for people. */
final class ReportFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFile() {}

    static void write(RunReport report) {
        try {
            Files.writeString(report.path(".json"), json(report));
            Files.writeString(report.path(".txt"), text(report));
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(report.file().toString(), cannotWrite);
        }
    }

    static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static String json(RunReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", report.run().identity().jobName());
        fields.put("parameters", report.run().identity().parameters());
        fields.put("run", report.run().number());
        fields.put("resumed", report.run().isResumed());
        fields.put("start_time", report.run().startTime().toString());
        fields.put("end_time", report.endTime().toString());
        fields.put("exit_code", report.exit().code());
        fields.put("summary", report.summary());
        fields.put("counts", report.counts());
        fields.put("items", report.entries());
        return JSON.writeValueAsString(fields);
    }

    private static String text(RunReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.run().identity().display())
                .append(" run=")
                .append(report.run().number())
                .append('\n');
        text.append("started ").append(report.run().startTime());
        text.append(report.run().isResumed() ? ", resumed" : "");
        text.append(", ended ").append(report.endTime()).append('\n');
        text.append(report.summary())
                .append(", exit code ")
                .append(report.exit().code())
                .append("\n\n");
        report.entries().forEach(entry -> text.append(line(entry)).append('\n'));
        return text.toString();
    }

    private static String line(ReportEntry entry) {
        StringBuilder line = new StringBuilder("%-12s %s".formatted(RunReport.word(entry.result()), entry.item()));
        entry.facts()
                .forEach((name, value) ->
                        line.append("  ").append(name).append(": ").append(value));
        return line.toString();
    }
}
