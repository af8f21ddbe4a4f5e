package dev.tallygate.sandbox;

import dev.tallygate.sandbox.database.EmbeddedDatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: starts the sandbox of a home folder, tells in {@code sandbox.env} where it is, and ends on SIGTERM.
 *
 * <p>Exit code 0 also where another sandbox already runs in that home (a sentence says so), 1 where it cannot start.
 */
public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            SandboxSettings settings = SandboxSettings.of(List.of(arguments), System.getenv());
            SandboxHome home = new SandboxHome(settings.home());
            Optional<FileChannel> lock = home.tryLock();
            if (lock.isEmpty()) {
                System.out.println("a sandbox already runs in " + home.path()
                        + home.pid().map(pid -> " (process " + pid + ")").orElse(", and is just starting"));
                return;
            }
            run(home, settings, lock.get());
        } catch (SandboxException | EmbeddedDatabaseException | IOException | UncheckedIOException e) {
            System.err.println("the sandbox did not start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(SandboxHome home, SandboxSettings settings, FileChannel lock)
            throws IOException, InterruptedException {
        logTo(home);
        Logger log = LoggerFactory.getLogger(SandboxMain.class);
        home.withdraw();
        Sandbox sandbox = Sandbox.start(home, settings, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, home, lock), "stop-sandbox"));
        home.publish(sandbox.settings());
        log.info("ready home={} parts={}", home.path(), settings.parts());
        System.out.println("the sandbox is ready; keys and addresses are in " + home.environmentFile());
        sandbox.watch();
    }

    /** Before the first logger is made: the log's file is this home's. */
    private static void logTo(SandboxHome home) {
        System.setProperty("sandbox.log", home.logFile().toString());
        System.setProperty("logback.configurationFile", "sandbox-logback.xml");
    }

    /** What others were told is taken back first, so that nobody comes to a server that is closing. */
    private static void stop(Sandbox sandbox, SandboxHome home, FileChannel lock) {
        try (lock) {
            home.withdraw();
            sandbox.close();
        } catch (IOException e) {
            System.err.println("the sandbox did not end cleanly: " + e);
        }
    }
}
