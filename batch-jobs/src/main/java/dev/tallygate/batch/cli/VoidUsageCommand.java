package dev.tallygate.batch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code usage void}: takes recorded events away again. */
@Command(
        name = "void",
        description = {
            "Take recorded events away again, whatever their age: a new row with the quantities negative.",
            "Of a closed period the difference is on the customer's next invoice, or a credit note at once, as its plan says.",
            "The same command again counts once. Ends with 2 where an event was refused."
        })
public final class VoidUsageCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CUSTOMER")
    private String customerId = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "EVENT", description = "event_id, as it was recorded.")
    private List<String> eventIds = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "More of them, one event_id a line.")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Only say what it would cost and bring the next invoice.")
    private boolean dryRun;

    @Mixin
    private JsonOption format = new JsonOption();

    public VoidUsageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Set<String> all = new LinkedHashSet<>(eventIds);
        all.addAll(linesOf(file));
        if (all.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "EVENT: none given (expected: event ids, or --file)");
        }
        Corrections corrections = new Corrections(session, customerId, format);
        var voids = all.stream().map(corrections::voiding).toList();
        return dryRun ? corrections.rehearse(voids) : corrections.record(voids);
    }

    private static List<String> linesOf(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + file + " cannot be read", unreadable);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return spec;
    }
}
