package dev.tallygate.rig.bench;

import dev.tallygate.rig.Launcher;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code ./tallygate bench [--quick] [--rows N]}: each figure beside its yardstick, measured in turns in this one run.
 *
 * <p>Runs in a home of its own. Exit code 0 = every row was measured, met or not; 1 = a row could not be.
 */
public final class Bench {
    private Bench() {}

    /** What is asked for: {@code rows} are recorded before the figures that depend on the size of the table. */
    private record Wish(boolean quick, long rows) {
        static Wish of(List<String> words) {
            boolean quick = false;
            long rows = 0;
            for (int i = 0; i < words.size(); i++) {
                switch (words.get(i)) {
                    case "--quick" -> quick = true;
                    case "--rows" -> rows = rowsOf(i + 1 < words.size() ? words.get(++i) : "");
                    default ->
                        throw new RigFailed("bench: " + words.get(i)
                                + " (expected: --quick, or --rows N with N rows to fill first)");
                }
            }
            return new Wish(quick, rows);
        }

        private static long rowsOf(String text) {
            if (!text.matches("[0-9]{4,9}")) {
                throw new RigFailed("bench: --rows " + text + " (expected: 1000 to 999999999)");
            }
            return Long.parseLong(text);
        }
    }

    /** Runs the bench and ends the process. */
    public static void main(String[] words) {
        Clock clock = Clock.systemUTC();
        Path launcher = Path.of(System.getProperty("tallygate.launcher"));
        String stamp = Instant.now(clock).toString().replaceAll("[-:]|\\..*", "");
        Transcript transcript = new Transcript(
                launcher.toAbsolutePath().resolveSibling("reports").resolve("bench-" + stamp + "Z.txt"), System.out);
        int code = 0;
        try {
            run(Wish.of(List.of(words)), launcher, transcript, clock);
        } catch (RigFailed failed) {
            transcript.line("");
            transcript.line("The bench FAILED: " + failed.getMessage());
            code = 1;
        }
        transcript.line("All of this is in " + transcript.file());
        System.exit(code);
    }

    private static void run(Wish wish, Path script, Transcript transcript, Clock clock) {
        int grpcPort = freePort();
        Map<String, String> ports = Map.of(
                "TALLYGATE_GRPC_PORT", Integer.toString(grpcPort),
                "TALLYGATE_HTTP_PORT", Integer.toString(freePort()));
        Launcher tallygate = new Launcher(script, ports, transcript);
        Path home = Path.of(System.getenv("TALLYGATE_HOME"));
        transcript.chapter("Set-up: a server, a plan, customers");
        tallygate.run("stop", "server");
        tallygate.run("server", "--background");
        try {
            tallygate.run("plans", "apply", planFile(home).toString());
            String url = System.getenv("TALLYGATE_DB_URL");
            Scenes.Pace pace = wish.quick()
                    ? new Scenes.Pace(2, Duration.ofSeconds(1), Duration.ofSeconds(4))
                    : new Scenes.Pace(5, Duration.ofSeconds(6), Duration.ofSeconds(30));
            try (Product product = new Product(grpcPort, key(home));
                    Echo echo = Echo.start()) {
                Scenes scenes = new Scenes(product, echo, url, pace, transcript, clock);
                scenes.play(wish.rows());
                scenes.table().forEach(transcript::line);
            }
        } finally {
            tallygate.run("stop");
        }
    }

    private static Path planFile(Path home) {
        try {
            Path file = home.resolve("bench.yaml");
            Files.writeString(file, Product.PLAN);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Path home) {
        try {
            return Files.readString(home.resolve("admin.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
