package dev.tallygate.rig;

import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/** An installation in a folder of its own, driven through {@code ./tallygate}: real processes, as in production. */
final class Home implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of("..", "tallygate").toAbsolutePath().normalize();
    private static final Duration COMMAND_TIME_MAX = Duration.ofMinutes(4);

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<Long, Path> outputs = new HashMap<>();
    private final int grpcPort = freePort();
    private final int httpPort = freePort();
    private final List<ManagedChannel> channels = new ArrayList<>();

    private Home(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment.putAll(environment);
        this.environment.put("TALLYGATE_HOME", folder.toString());
        this.environment.put("TALLYGATE_GRPC_PORT", Integer.toString(grpcPort));
        this.environment.put("TALLYGATE_HTTP_PORT", Integer.toString(httpPort));
    }

    /** An empty home; the sandbox starts with the first command. */
    static Home empty(Path folder) {
        return new Home(folder, Map.of());
    }

    /** A second machine beside this one: its own home and ports, the same database and provider. */
    Home twin(Path twinFolder) {
        return new Home(twinFolder, sandboxSettings());
    }

    /** Sets a variable for the commands that are started from now on. */
    Home set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What a command left: its exit code and both outputs. */
    record Ended(int code, String output) {}

    /** Runs a command to its end; it has to be done (0). */
    String run(String... words) {
        Ended ended = end(start(words));
        Assertions.assertEquals(0, ended.code(), () -> String.join(" ", words) + "\n" + ended.output());
        return ended.output();
    }

    /** Starts a command. The process becomes the program itself, so that killing it kills that. */
    Process start(String... words) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Files.createTempFile(folder, "command", ".out").toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            outputs.put(process.pid(), builder.redirectOutput().file().toPath());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of a command. */
    Ended end(Process process) {
        return end(process, COMMAND_TIME_MAX);
    }

    /** Waits for the end of a command that may take so long. */
    Ended end(Process process, Duration timeMax) {
        try {
            Assertions.assertTrue(
                    process.waitFor(timeMax.toSeconds(), TimeUnit.SECONDS), "a command that does not end");
            return new Ended(process.exitValue(), Files.readString(outputs.get(process.pid())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server as a crash does: kill -9. Afterwards nobody listens at its ports: the next one may start. */
    void killServer() {
        ProcessHandle server = server();
        server.destroyForcibly();
        await("the server is gone", () -> !server.isAlive() && !listens(grpcPort) && !listens(httpPort));
    }

    /** A process that is dead already may have threads that are only just ending, and with them its ports. */
    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private ProcessHandle server() {
        try {
            long pid = Long.parseLong(
                    Files.readString(folder.resolve("server.pid")).strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A channel to this server with the first admin key, which may do everything. */
    MeteringServiceBlockingStub metering() {
        return MeteringServiceGrpc.newBlockingStub(channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key()));
    }

    BillingServiceBlockingStub billing() {
        return BillingServiceGrpc.newBlockingStub(channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key()));
    }

    private synchronized ManagedChannel channel() {
        ManagedChannel channel = Grpc.newChannelBuilder("127.0.0.1:" + grpcPort, InsecureChannelCredentials.create())
                .build();
        channels.add(channel);
        return channel;
    }

    private Metadata key() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + firstKey());
        return headers;
    }

    private String firstKey() {
        try {
            return Files.readString(Path.of(environment.getOrDefault("FIRST_KEY_HOME", folder.toString()))
                            .resolve("admin.key"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BooksRepository books() {
        return BooksRepository.open(sandboxSettings().getOrDefault("TALLYGATE_DB_URL", ""), "", "");
    }

    /** One of {@link #sandboxSettings}. */
    String setting(String name) {
        return sandboxSettings().getOrDefault(name, "");
    }

    /** What the sandbox says it serves; where this is a twin, what it was given. */
    private Map<String, String> sandboxSettings() {
        Map<String, String> settings = new HashMap<>();
        Path file = folder.resolve("sandbox.env");
        if (!Files.exists(file)) {
            settings.putAll(environment);
            return settings;
        }
        try (var reader = Files.newBufferedReader(file)) {
            Properties lines = new Properties();
            lines.load(reader);
            lines.forEach((name, value) ->
                    settings.put(name.toString(), value.toString().replaceAll("^['\"]|['\"]$", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("FIRST_KEY_HOME", folder.toString());
        return settings;
    }

    /** Waits for a condition; a minute without it is a failure. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            Assertions.assertTrue(System.nanoTime() < end, "waited a minute until " + what);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        run("stop");
    }
}
