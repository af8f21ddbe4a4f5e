package dev.tallygate.sandbox;

import dev.tallygate.sandbox.SandboxSettings.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The home folder as the sandbox uses it: what others read ({@code sandbox.env}, {@code sandbox.pid}) and its own.
 *
 * <p>The lock on {@code sandbox/lock} says who runs; the system frees it when that process ends, however it ends.
 */
record SandboxHome(Path path) {
    Path environmentFile() {
        return path.resolve("sandbox.env");
    }

    Path pidFile() {
        return path.resolve("sandbox.pid");
    }

    Path logFile() {
        return path.resolve("sandbox.log");
    }

    Path database() {
        return path.resolve("sandbox/database");
    }

    Path stripe() {
        return path.resolve("sandbox/stripe");
    }

    Path paystack() {
        return path.resolve("sandbox/paystack");
    }

    Path mail() {
        return path.resolve("sandbox/mail");
    }

    /** The home of a sandbox that may start; empty where another one runs here. */
    Optional<FileChannel> tryLock() throws IOException {
        Files.createDirectories(path.resolve("sandbox"));
        FileChannel channel =
                FileChannel.open(path.resolve("sandbox/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer as held by another
        }
        channel.close();
        return Optional.empty();
    }

    /** What the sandbox that runs here is known by; empty while it is starting. */
    Optional<String> pid() throws IOException {
        return Files.exists(pidFile()) ? Optional.of(Files.readString(pidFile()).strip()) : Optional.empty();
    }

    /** Tells others that the sandbox is ready: whole files or none, for the owner only. The one with the settings comes last. */
    void publish(Map<String, String> settings) throws IOException {
        write(pidFile(), ProcessHandle.current().pid() + "\n");
        String lines = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        write(environmentFile(), lines);
    }

    /** Takes back what was told, by this process or by one that was killed. */
    void withdraw() throws IOException {
        Files.deleteIfExists(environmentFile());
        Files.deleteIfExists(pidFile());
    }

    /** 0 where there was none. */
    int lastPort(Port port) {
        try {
            Path file = portFile(port);
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void rememberPort(Port port, int number) throws IOException {
        write(portFile(port), number + "\n");
    }

    /** The database keeps its own. */
    private Path portFile(Port port) {
        return switch (port) {
            case DATABASE -> database().resolve("last-port");
            case STRIPE -> stripe().resolve("port");
            case PAYSTACK -> paystack().resolve("port");
            case SMTP -> mail().resolve("smtp-port");
            case MAIL_PAGE -> mail().resolve("page-port");
        };
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As a shell reads it: nothing inside single quotes is special but the quote itself. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
