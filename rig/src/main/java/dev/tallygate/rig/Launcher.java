package dev.tallygate.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@code ./tallygate} commands as processes of their own, as a person at a terminal would. */
public final class Launcher {
    private static final int SLOW_MILLIS = 1_000;

    private final Path script;
    private final Map<String, String> environment;
    private final Transcript transcript;

    public Launcher(Path script, Map<String, String> environment, Transcript transcript) {
        this.script = script;
        this.environment = environment;
        this.transcript = transcript;
    }

    /** Runs a command, shows it and what it says as it says it, and answers its standard output. It has to exit with 0. */
    public String run(String... words) {
        transcript.command("./tallygate " + typed(words));
        long start = System.nanoTime();
        List<String> output = new ArrayList<>();
        finish(start(words), output, words);
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis >= SLOW_MILLIS) {
            transcript.indented("(" + millis / 1000 + "." + millis % 1000 / 100 + " s)");
        }
        return String.join("\n", output);
    }

    private static String typed(String... words) {
        return Stream.of(words)
                .map(word -> word.contains(" ") ? "\"" + word + "\"" : word)
                .collect(Collectors.joining(" "));
    }

    private Process start(String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(Process process, List<String> output, String... words) {
        Thread errors = Thread.startVirtualThread(
                () -> read(process.errorReader(StandardCharsets.UTF_8), transcript::indented));
        read(process.inputReader(StandardCharsets.UTF_8), line -> {
            output.add(line);
            transcript.indented(line);
        });
        int code = exitCode(process, errors);
        if (code != 0) {
            throw new RigFailed("./tallygate " + typed(words) + " ended with " + code + " (expected: 0)");
        }
    }

    private static void read(BufferedReader reader, Consumer<String> use) {
        try (reader) {
            reader.lines().forEach(use);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitCode(Process process, Thread errors) {
        try {
            errors.join();
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }
}
