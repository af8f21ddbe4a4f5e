package dev.tallygate.rig.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The bench at its smallest: that each row is measured, not how fast anything is. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class BenchTest {
    private static final Path LAUNCHER =
            Path.of("..", "tallygate").toAbsolutePath().normalize();

    /** A row's first word or words, as often as it stands in the table. */
    private static final List<String> ROWS = List.of(
            "bill, written",
            "bill, its process",
            "growth, written",
            "verify",
            "explain, its process",
            "record  ",
            "record  ",
            "record  ",
            "record  ",
            "record  ",
            "record, p99",
            "check",
            "reserve + commit",
            "reserve + commit",
            "record, large",
            "bytes of an event",
            "bytes of an event",
            "bytes with labels",
            "bytes with labels",
            "start, server",
            "start, command",
            "open loop, p50",
            "open loop, p99  ",
            "open loop, p99.9");

    private static final Pattern RATIO = Pattern.compile(".*  [0-9]+\\.[0-9]+( +[<>]= [0-9.]+( s)?)?");

    @TempDir
    Path folder;

    private record Said(int code, String text) {}

    @Test
    @DisplayName("bench --smoke ends with a table of every row, each with its ratio")
    void everyRowIsMeasured() throws Exception {
        Said said = bench();

        assertEquals(0, said.code(), said.text());
        List<String> table = said.text()
                .lines()
                .dropWhile(line -> !line.startsWith("== The table"))
                .dropWhile(line -> !line.startsWith("what "))
                .skip(1)
                .toList();
        for (int i = 0; i < ROWS.size(); i++) {
            assertTrue(table.get(i).startsWith(ROWS.get(i)), "row " + i + ": " + table.get(i));
            assertTrue(RATIO.matcher(table.get(i)).matches(), "a ratio in " + table.get(i));
        }
        assertTrue(said.text().contains("innodb_flush_log_at_trx_commit 1"), said.text());
        assertTrue(
                said.text().contains("calls from their intended time, 0 more refused by a full server"), said.text());
    }

    private Said bench() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(LAUNCHER.toString(), "bench", "--smoke")).redirectErrorStream(true);
        builder.environment().put("TALLYGATE_BENCH_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
