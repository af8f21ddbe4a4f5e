package dev.tallygate.batch.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;

/** A file that is touched whenever the schedule was read, at least every 30 s, so that others see that it is alive. */
final class Pulse {
    private static final String FILE = "jobs.alive";

    private final Path file;
    private final Clock clock;

    Pulse(Path home, Clock clock) {
        this.file = home.resolve(FILE);
        this.clock = clock;
    }

    synchronized void beat() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException notWritten) {
            throw new UncheckedIOException("the file " + file + " cannot be written", notWritten);
        }
    }
}
