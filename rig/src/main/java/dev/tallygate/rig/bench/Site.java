package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One installation of the bench: a folder, a schema and ports of its own, driven by {@code ./tallygate} as a person would.
 *
 * @param script {@code ./tallygate}
 * @param home its folder
 * @param url of its schema
 */
record Site(Path script, Path home, String url, int grpcPort, int httpPort) {
    private static final String KEY_FILE = "admin.key";

    /** An empty one: what its folder and its schema held is gone. */
    static Site fresh(String name, Path script, Path benchHome, String serverUrl) {
        Path home = emptied(benchHome.resolve(name), script);
        String schema = schema(name);
        try (DatabaseRepository server = DatabaseRepository.open(DatabaseServer.withSchema(serverUrl, ""))) {
            server.recreate(schema);
        }
        return new Site(script, home, DatabaseServer.withSchema(serverUrl, schema), freePort(), freePort());
    }

    /** The schema of a site: a name that nobody else's database has. */
    static String schema(String name) {
        return "tallygate_bench_" + name;
    }

    /** Another with the same customers, key and events as this one has now; later ones are of one alone. */
    Site copy(String name) {
        Path folder = emptied(home.resolveSibling(name), script);
        try (DatabaseRepository database = DatabaseRepository.open(url)) {
            database.copyTo(schema(name));
        }
        try {
            Files.copy(home.resolve(KEY_FILE), folder.resolve(KEY_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Site(script, folder, DatabaseServer.withSchema(url, schema(name)), freePort(), freePort());
    }

    /** A second machine beside this one, on the same schema. */
    Site twin(String name) {
        Path folder = home.resolveSibling(name);
        clear(folder);
        return new Site(script, folder, url, freePort(), freePort());
    }

    Path gcLog() {
        return home.resolve("gc.log");
    }

    /** What a command left: what it said, and how long it took, its start included. */
    record Ended(String output, Duration time) {}

    /** Runs a command to its end; its exit code has to be 0. */
    Ended run(String... words) {
        long start = System.nanoTime();
        Process process = start(ProcessBuilder.Redirect.PIPE, words);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new RigFailed("./tallygate " + String.join(" ", words) + " ended with " + code
                        + " (expected: 0): " + output.strip());
            }
            return new Ended(output, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    /** Starts a command, which becomes the program itself: the process is the JVM's. Both outputs go where said. */
    Process start(ProcessBuilder.Redirect output, String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment());
        if (words[0].equals("server")) {
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:gc:file=" + gcLog() + ":uptime");
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TALLYGATE_HOME", home.toString());
        environment.put("TALLYGATE_DB_URL", url);
        environment.put("TALLYGATE_GRPC_PORT", Integer.toString(grpcPort));
        environment.put("TALLYGATE_HTTP_PORT", Integer.toString(httpPort));
        environment.put("TALLYGATE_REPORTS_FOLDER", home.resolve("reports").toString());
        return environment;
    }

    /** How many events its schema holds: all rows are counted. */
    long events() {
        try (DatabaseRepository database = DatabaseRepository.open(url)) {
            return database.events();
        }
    }

    /** The first admin key of its schema. */
    String key() {
        return read(KEY_FILE);
    }

    /** The process of the server that was started beside the caller. */
    long serverPid() {
        return Long.parseLong(read("server.pid"));
    }

    private String read(String file) {
        try {
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server that runs in a folder, be it of this run or left by one that was cut off. */
    static void endServer(Path script, Path home) {
        if (Files.exists(home.resolve("server.pid"))) {
            new Site(script, home, "", 0, 0).run("stop", "server");
        }
    }

    private static Path emptied(Path folder, Path script) {
        endServer(script, folder);
        clear(folder);
        return folder;
    }

    private static void clear(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(folder);
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
