package dev.tallygate.sandbox.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One server per user for all test JVMs that run at a time: the first starts it, the others find it running.
 *
 * <p>Each JVM keeps one connection open until it ends, however it ends; the server ends itself when it finds none,
 * within a minute. The lock file is held only while a JVM starts the server or connects. A server that is started finds
 * no user, so what earlier runs left in it is dropped.
 */
final class SharedTestServer {
    private static final int CONNECT_ATTEMPTS = 100;
    private static final Duration CONNECT_PAUSE = Duration.ofMillis(300);
    private static @Nullable Visit visit;

    private SharedTestServer() {}

    /** The server and the connection that keeps it from ending. */
    private record Visit(EmbeddedDatabase server, Connection presence) {}

    static synchronized EmbeddedDatabase get() {
        Visit known = visit;
        if (known != null && known.server().isRunning()) {
            return known.server();
        }
        try {
            ServerFolder folder = ServerFolder.of(folder());
            try (FolderLock door = FolderLock.exclusive(folder.lockFile())) {
                Visit entered = enter(folder, door);
                visit = entered;
                return entered.server();
            }
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("the database for tests cannot be started", e);
        }
    }

    private static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"), "tallygate-tests-" + System.getProperty("user.name"));
    }

    /**
     * A server found running may be about to end itself, or have no connection to spare: then it is tried again, and
     * started anew once it is gone. It is never killed here, since other JVMs may be at work on it.
     */
    private static Visit enter(ServerFolder folder, FolderLock door) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean found = ServerProcess.running(folder).isPresent();
            EmbeddedDatabase server = EmbeddedDatabase.startLocked(folder, door, DatabaseOptions.quick());
            try {
                Connection connection = DriverManager.getConnection(server.jdbcUrl(""));
                if (!found) {
                    prepare(new SchemaRepository(connection));
                }
                return new Visit(server, connection);
            } catch (SQLException e) {
                if (attempt == CONNECT_ATTEMPTS) {
                    throw new EmbeddedDatabaseException("the database for tests does not answer", e);
                }
                LockSupport.parkNanos(CONNECT_PAUSE.toNanos());
            }
        }
    }

    private static void prepare(SchemaRepository schemas) throws SQLException {
        for (String schema : schemas.names()) {
            schemas.drop(schema);
        }
        schemas.endServerWhenUnused();
    }
}
