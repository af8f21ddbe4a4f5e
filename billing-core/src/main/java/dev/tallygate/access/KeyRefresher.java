package dev.tallygate.access;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads the keys in use again before their memory ends, so that no call of a busy key waits for it. */
public final class KeyRefresher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRefresher.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ApiKeyRegistry registry;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("keys").daemon().factory());
    private boolean failing;

    /** Starts it. */
    public KeyRefresher(ApiKeyRegistry registry) {
        this.registry = registry;
        // what a refresh throws is handled in it, and close() ends the repetition with its thread
        var unused =
                thread.scheduleWithFixedDelay(this::refresh, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where the database does not answer, a memory ends by itself and calls are told so; the log has it once. */
    private void refresh() {
        try {
            registry.refresh();
            failing = false;
        } catch (RuntimeException failure) {
            if (!failing) {
                LOG.warn("keys_not_refreshed cause=\"{}\"", failure.toString());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
