package dev.tallygate.sandbox;

import dev.tallygate.sandbox.SandboxSettings.Port;
import dev.tallygate.sandbox.database.DatabaseOptions;
import dev.tallygate.sandbox.database.EmbeddedDatabase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of one home while they run. A database that dies under it is started again on its port. */
final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final long LOOK_MILLIS = 500;

    /** What an invoice that is paid by transfer says in test mode; one line, since it goes through a file of settings. */
    private static final String BANK_DETAILS =
            "Sandbox Bank, account 0000 0000 of Tallygate Sandbox (a test: no money moves here)";

    private final SandboxHome home;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Running> servers = new ArrayList<>();
    private @Nullable EmbeddedDatabase database;
    private boolean closed;

    private Sandbox(SandboxHome home) {
        this.home = home;
    }

    /**
     * Starts what the settings ask for, all at once, and returns when it answers; if one cannot, all end.
     *
     * @param progress is told of each part that answers
     */
    static Sandbox start(SandboxHome home, SandboxSettings settings, Consumer<String> progress)
            throws InterruptedException {
        Sandbox sandbox = new Sandbox(home);
        Servers servers = new Servers(home, settings);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            Map<Part, Future<Running>> starting = new EnumMap<>(Part.class);
            for (Part part : settings.parts()) {
                starting.put(part, threads.submit(() -> {
                    Running running = sandbox.start(part, servers, settings);
                    progress.accept(part.word() + ": " + running.addresses());
                    return running;
                }));
            }
            sandbox.join(starting);
            return sandbox;
        } catch (ExecutionException e) {
            sandbox.close();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new SandboxException(String.valueOf(e.getCause()), e);
        }
    }

    private Running start(Part part, Servers servers, SandboxSettings settings) throws Exception {
        return switch (part) {
            case DATABASE -> startDatabase(settings.port(Port.DATABASE));
            case STRIPE -> servers.stripe();
            case PAYSTACK -> servers.paystack();
            case MAIL -> servers.mail();
        };
    }

    private Running startDatabase(int port) {
        EmbeddedDatabase started = databaseOn(port);
        synchronized (this) {
            database = started;
        }
        return new Running(Map.of("TALLYGATE_DB_URL", started.jdbcUrl("tallygate")), this::stopDatabase);
    }

    private EmbeddedDatabase databaseOn(int port) {
        return EmbeddedDatabase.start(home.database(), DatabaseOptions.durable().onPort(port));
    }

    /** Waits for all, so that what was started is known when one of them fails. */
    private void join(Map<Part, Future<Running>> starting) throws ExecutionException, InterruptedException {
        @Nullable ExecutionException failure = null;
        for (Future<Running> one : starting.values()) {
            try {
                Running running = one.get();
                servers.add(running);
                settings.putAll(running.settings());
            } catch (ExecutionException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        settings.put("TALLYGATE_BANK_DETAILS", BANK_DETAILS);
        settings.put("SANDBOX_PID", Long.toString(ProcessHandle.current().pid()));
    }

    /** What others need to know, by the names under which the product reads it. */
    Map<String, String> settings() {
        return settings;
    }

    /** Looks after the database until the sandbox is closed. */
    void watch() throws InterruptedException {
        while (isOpenAfterLook()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private synchronized boolean isOpenAfterLook() {
        EmbeddedDatabase current = database;
        if (!closed && current != null && !current.isRunning()) {
            LOG.warn("database ended by itself pid={}, starting it again port={}", current.pid(), current.port());
            current.kill();
            database = databaseOn(current.port());
        }
        return !closed;
    }

    private synchronized void stopDatabase() {
        if (database != null) {
            database.stop();
        }
    }

    /** Ends the servers cleanly; their data stays. */
    @Override
    public synchronized void close() {
        closed = true;
        servers.reversed().forEach(Running::close);
    }
}
