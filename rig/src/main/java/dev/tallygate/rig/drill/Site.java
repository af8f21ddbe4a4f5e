package dev.tallygate.rig.drill;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The home of all drills, and the processes that are started in it.
 *
 * @param script {@code ./tallygate}
 * @param home with the sandbox, whose database it is unless another one is given
 * @param url of the database's server, with a schema that is not touched
 */
record Site(Path script, Path home, String url, Transcript transcript) {

    /** Whose database server it is. */
    enum Server {
        /** The sandbox's of this home. */
        OWN,
        /** One that TALLYGATE_DB_URL named. */
        GIVEN
    }

    Server server() {
        Path settings = home.resolve("sandbox.env");
        return Files.exists(settings) && read(settings).contains(url) ? Server.OWN : Server.GIVEN;
    }

    /** Where the sandbox's database says which process it is. */
    Path databasePid() {
        return home.resolve("sandbox").resolve("database").resolve("mariadbd.pid");
    }

    /** The address of another schema of the same server. */
    String urlOf(String schema) {
        return DatabaseServer.withSchema(url, schema);
    }

    /** The folder of one server. */
    Path folder(String name) {
        try {
            return Files.createDirectories(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command of {@code ./tallygate} with these settings. */
    Ended run(Path folder, Map<String, String> settings, String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        Path output = folder.resolve(words[0] + ".command.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(settings);
        builder.environment().put("TALLYGATE_HOME", folder.toString());
        try {
            int code = builder.start().waitFor();
            return new Ended(code, Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    /** What a command left: its exit code and both its outputs. */
    record Ended(int code, String output) {}

    /** The product's server, as {@code ./tallygate server --background}. */
    Subject.Starting product(Path folder, Ports ports, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("TALLYGATE_GRPC_PORT", Integer.toString(ports.grpc()));
        all.put("TALLYGATE_HTTP_PORT", Integer.toString(ports.http()));
        return () -> {
            Ended started = run(folder, all, "server", "--background");
            if (started.code() != 0) {
                throw new RigFailed("a server did not start: " + started.output());
            }
            return Long.parseLong(read(folder.resolve("server.pid")));
        };
    }

    /** The naive server, with this process's own Java and class path. */
    Subject.Starting naive(Path folder, Ports ports, String schemaUrl, Fault fault) {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NaiveServer.class.getName(),
                Integer.toString(ports.grpc()),
                schemaUrl,
                fault.name());
        return () -> {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(folder.resolve("server.log").toFile())
                        .start();
                if (process.inputReader(StandardCharsets.UTF_8).readLine() == null) {
                    throw new RigFailed("the naive server did not start: " + folder.resolve("server.log"));
                }
                return process.pid();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Where a server listens. */
    record Ports(int grpc, int http) {
        private static final int LOWEST = 21_000;
        private static final int HIGHEST = 31_000;
        private static final AtomicInteger NEXT =
                new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));

        /**
         * Two that nobody listens at. They lie below those that a system gives to connections: a caller that asks again and
         * again for a dead server's port would else at some time be given that very port, and be connected to itself.
         */
        static Ports free() {
            return new Ports(freePort(), freePort());
        }

        private static int freePort() {
            while (true) {
                int port = NEXT.updateAndGet(last -> last < HIGHEST ? last + 1 : LOWEST);
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (BindException taken) {
                    // by another program: the next one may be free
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** What is in a file, without the line's end. */
    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
