package dev.tallygate.sandbox.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A MariaDB server of our own, in a folder: started as a child process, found again after a crash of this JVM.
 *
 * <p>It has one user, {@code root} without a password, and listens on 127.0.0.1 only: a server for a laptop and for
 * tests, not for a machine that is shared with people who are not trusted.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 3;

    private final ServerFolder folder;
    private final FolderLock lock;
    private final ServerProcess process;
    private final int port;

    private EmbeddedDatabase(ServerFolder folder, FolderLock lock, ServerProcess process, int port) {
        this.folder = folder;
        this.lock = lock;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the server of this folder and returns when it answers. A server that an earlier, crashed JVM left running
     * there is taken over when it runs with the same settings, else stopped and started anew.
     *
     * @throws EmbeddedDatabaseException when this platform has no package (it names TALLYGATE_DB_URL), the folder is in
     *     use by another process, or the wanted port is taken; no process is left behind then
     */
    public static EmbeddedDatabase start(Path folder, DatabaseOptions options) {
        try {
            ServerFolder own = ServerFolder.of(folder);
            FolderLock lock = FolderLock.tryExclusive(own.lockFile())
                    .orElseThrow(() -> new EmbeddedDatabaseException(
                            "the embedded database of " + folder + " is in use by another process"));
            return startOrRelease(own, lock, options);
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("the embedded database of " + folder + " cannot be started", e);
        }
    }

    /** The server that all test JVMs of this user share; see {@link SharedTestServer}. */
    public static EmbeddedDatabase sharedForTests() {
        return SharedTestServer.get();
    }

    /** The URL of a schema, made when it is first connected to; user and driver settings included. */
    public String jdbcUrl(String schema) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + schema
                + "?createDatabaseIfNotExist=true&user=root&sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** A clean shutdown: everything flushed, the folder free for the next start. Twice is once. */
    public void stop() {
        process.stop(STOP_TIMEOUT);
        release();
    }

    /** As a crash of the server, for tests. The folder is free for the next start. */
    public void kill() {
        process.kill();
        release();
    }

    @Override
    public void close() {
        stop();
    }

    /** Starts under a lock that the caller holds. */
    static EmbeddedDatabase startLocked(ServerFolder folder, FolderLock lock, DatabaseOptions options)
            throws IOException {
        MariaDbPrograms programs = MariaDbPrograms.unpacked();
        Optional<ServerProcess> orphan = ServerProcess.running(folder);
        if (orphan.isPresent()) {
            ServerProcess found = orphan.get();
            int port = found.port();
            boolean samePort = options.port() == 0 || options.port() == port;
            if (samePort && found.command().equals(folder.serverCommand(programs, options, port))) {
                return awaitReady(folder, lock, found, port);
            }
            found.stop(STOP_TIMEOUT);
        }
        folder.install(programs, options);
        return launch(folder, lock, programs, options);
    }

    private static EmbeddedDatabase startOrRelease(ServerFolder folder, FolderLock lock, DatabaseOptions options)
            throws IOException {
        try {
            return startLocked(folder, lock, options);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Between the choice of a free port and its use somebody may take it: then another one is tried. */
    private static EmbeddedDatabase launch(
            ServerFolder folder, FolderLock lock, MariaDbPrograms programs, DatabaseOptions options)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = options.port() == 0 ? choosePort(folder, attempt) : options.port();
            requireFree(port);
            Files.deleteIfExists(folder.pidFile());
            Process started = new ProcessBuilder(folder.serverCommand(programs, options, port))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.log().toFile())
                    .start();
            started.getOutputStream().close();
            try {
                EmbeddedDatabase database = awaitReady(folder, lock, new ServerProcess(started.pid()), port);
                Files.writeString(folder.portFile(), Integer.toString(port));
                return database;
            } catch (EmbeddedDatabaseException e) {
                if (options.port() != 0 || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedDatabase awaitReady(ServerFolder folder, FolderLock lock, ServerProcess process, int port)
            throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!folder.logText().contains("ready for connections")) {
            if (!process.isAlive()) {
                throw new EmbeddedDatabaseException("the embedded database ended at its start, its log " + folder.log()
                        + " ends with: " + folder.logEnd());
            }
            if (System.nanoTime() > deadline) {
                process.kill();
                throw new EmbeddedDatabaseException("the embedded database was not ready after "
                        + START_TIMEOUT.toSeconds() + " s, see " + folder.log());
            }
            ServerProcess.pause();
        }
        return new EmbeddedDatabase(folder, lock, process, port);
    }

    /** The folder's last port where it is free, so that those who know it need not be told again. */
    private static int choosePort(ServerFolder folder, int attempt) throws IOException {
        if (attempt == 1 && Files.exists(folder.portFile())) {
            String text = Files.readString(folder.portFile()).strip();
            if (text.matches("[0-9]{1,5}") && isFree(Integer.parseInt(text))) {
                return Integer.parseInt(text);
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void requireFree(int port) {
        if (!isFree(port)) {
            throw new EmbeddedDatabaseException(
                    "port " + port + " for the embedded database is taken by another program: choose another");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a port that only waits for its last packets is free
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void release() {
        try {
            Files.deleteIfExists(folder.pidFile());
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("cannot free the folder " + folder.path(), e);
        }
    }
}
