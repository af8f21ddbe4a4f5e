package dev.tallygate.sandbox.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running mariadbd, whichever process started it. */
record ServerProcess(long pid) {
    private static final Duration POLL = Duration.ofMillis(10);

    /** The living server of this folder, as its pid file names it; a recycled pid of some other program is not it. */
    static Optional<ServerProcess> running(ServerFolder folder) throws IOException {
        if (!Files.exists(folder.pidFile())) {
            return Optional.empty();
        }
        String text = Files.readString(folder.pidFile()).strip();
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        ServerProcess process = new ServerProcess(Long.parseLong(text));
        return process.isAlive() && process.command().contains("--datadir=" + folder.data())
                ? Optional.of(process)
                : Optional.empty();
    }

    /** Its arguments, the program first; empty when it is gone. */
    List<String> command() throws IOException {
        Path file = proc("cmdline");
        if (!Files.exists(file)) {
            return List.of();
        }
        return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    }

    int port() throws IOException {
        return command().stream()
                .filter(argument -> argument.startsWith("--port="))
                .mapToInt(argument -> Integer.parseInt(argument.substring("--port=".length())))
                .findFirst()
                .orElseThrow(() -> new EmbeddedDatabaseException("process " + pid + " names no port"));
    }

    /** A dead child that nobody has waited for keeps its pid, but not its files. */
    boolean isAlive() {
        if (ProcessHandle.of(pid).isEmpty()) {
            return false;
        }
        try {
            String stat = Files.readString(proc("stat"), StandardCharsets.ISO_8859_1);
            boolean zombie = stat.startsWith("Z", stat.lastIndexOf(')') + 2);
            return !zombie || threadCount() > 1;
        } catch (IOException e) {
            return false;
        }
    }

    private int threadCount() {
        String[] threads = proc("task").toFile().list();
        return threads == null ? 0 : threads.length;
    }

    /** A clean shutdown; killed when it takes longer than this. Returns when the process has let go of its files. */
    void stop(Duration timeout) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        if (!awaitEnd(timeout)) {
            kill();
        }
    }

    /** As a crash: no flush, no goodbye. Returns when the process has let go of its files. */
    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        if (!awaitEnd(Duration.ofSeconds(20))) {
            throw new EmbeddedDatabaseException("process " + pid + " does not end, even when killed");
        }
    }

    private boolean awaitEnd(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("interrupted while waiting for the embedded database", e);
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
