package dev.tallygate.sandbox;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server that was started.
 *
 * @param settings what others need to know of it, by the names under which the product reads it
 * @param end ends it cleanly
 */
record Running(Map<String, String> settings, Runnable end) implements AutoCloseable {
    Running {
        settings = Map.copyOf(settings);
    }

    /** Where it is, without its keys. */
    String addresses() {
        return settings.values().stream()
                .filter(value -> value.matches("[a-z:]+://.*"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        end.run();
    }
}
