package dev.tallygate.rig.drill;

import dev.tallygate.rig.RigFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The database's process, which the sandbox starts again on the same port when it has died. */
final class Database implements AutoCloseable {
    private final String url;
    private final Path pidFile;
    private final Progress progress;
    private long frozen;

    Database(String url, Path pidFile, Progress progress) {
        this.url = url;
        this.pidFile = pidFile;
        this.progress = progress;
    }

    /** Ends it as a crash does, and waits until another one runs in its place. */
    void kill() {
        long pid = pid();
        Signals.send("KILL", pid);
        progress.await("the database runs again", () -> {
            long now = pid();
            return now != pid && now != 0 && RowsRepository.answers(url);
        });
    }

    /** It keeps its connections and answers nothing. */
    void freeze() {
        frozen = pid();
        Signals.send("STOP", frozen);
    }

    void thaw() {
        Signals.send("CONT", frozen);
        frozen = 0;
    }

    /** 0 while there is none. */
    private long pid() {
        try {
            String text = Files.readString(pidFile).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NoSuchFileException between) {
            return 0;
        } catch (IOException e) {
            throw new RigFailed("the database's process is not known", e);
        }
    }

    /** Leaves none frozen. */
    @Override
    public void close() {
        if (frozen != 0) {
            thaw();
        }
    }
}
