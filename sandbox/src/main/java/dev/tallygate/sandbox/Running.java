package dev.tallygate.sandbox;

import java.util.Map;

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

    @Override
    public void close() {
        end.run();
    }
}
