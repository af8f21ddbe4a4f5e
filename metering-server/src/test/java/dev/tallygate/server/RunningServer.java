package dev.tallygate.server;

import dev.tallygate.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** A real server on free ports, over a real database; in this JVM. */
public final class RunningServer implements AutoCloseable {
    /** A database has its first key in one home, however often a server starts on it. */
    private static final Map<String, Path> HOMES = new ConcurrentHashMap<>();

    private final ConfigurableApplicationContext context;
    private final Path home;

    private RunningServer(ConfigurableApplicationContext context, Path home) {
        this.context = context;
        this.home = home;
    }

    /** Starts it; further settings as {@code name=value}. */
    public static RunningServer start(TestDatabase database, String... settings) {
        return start(database, List.of(), settings);
    }

    /** As above, with further sources of beans. */
    public static RunningServer start(TestDatabase database, List<Class<?>> sources, String... settings) {
        Path home = HOMES.computeIfAbsent(database.url(), url -> temporaryFolder());
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "tallygate.db.url",
                database.url(),
                "tallygate.home",
                home.toString(),
                "server.port",
                "0",
                "spring.grpc.server.port",
                "0"));
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        String[] arguments = all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        List<Class<?>> configurations = new ArrayList<>(sources);
        configurations.add(ServerConfiguration.class);
        var application = new SpringApplication(configurations.toArray(Class<?>[]::new));
        return new RunningServer(application.run(arguments), home);
    }

    private static Path temporaryFolder() {
        try {
            Path home = Files.createTempDirectory("tallygate-server-test");
            home.toFile().deleteOnExit();
            home.resolve("admin.key").toFile().deleteOnExit();
            return home;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int grpcPort() {
        return context.getBean(GrpcServerLifecycle.class).getPort();
    }

    public int httpPort() {
        var web = ((ServletWebServerApplicationContext) context).getWebServer();
        return Objects.requireNonNull(web).getPort();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The first admin key, as the server left it for its operator. */
    public String adminKey() {
        try {
            return Files.readString(home.resolve("admin.key")).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
