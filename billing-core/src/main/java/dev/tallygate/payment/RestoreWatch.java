package dev.tallygate.payment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the database is an older one than this machine has worked with: its mark is lower than the one in a file
 * in TALLYGATE_HOME. That is certain; a machine whose home was lost notices nothing, and is told by an operator.
 */
final class RestoreWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);

    private final MarkRepository marks;
    private final DeliveryHolds holds;
    private final Path home;
    private final Path file;

    /** @param installationId names the file, since one machine may work with several databases */
    RestoreWatch(MarkRepository marks, DeliveryHolds holds, Path home, String installationId) {
        this.marks = marks;
        this.holds = holds;
        this.home = home;
        this.file = home.resolve("delivery-mark-" + installationId);
    }

    /** Holds all deliveries where the database went back; true where it did. */
    boolean isRestored() {
        OptionalLong here = marks.mark();
        OptionalLong known = read();
        boolean isOlder = here.isPresent() && known.isPresent() && known.getAsLong() > here.getAsLong();
        if (isOlder) {
            String note = "the database is an older one than this machine has worked with (mark %d, known %d)"
                    .formatted(here.getAsLong(), known.getAsLong());
            holds.afterRestore(note);
            marks.catchUp(known.getAsLong());
            LOG.error("deliveries held: {}; `./tallygate batch reconcile --adopt` asks the providers", note);
        }
        return isOlder;
    }

    /** Before calls are made: whatever they do is later than what the database knew now. */
    void mark(Instant now) {
        marks.raise(now);
        marks.mark().ifPresent(this::write);
    }

    private OptionalLong read() {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (NoSuchFileException noneYet) {
            return OptionalLong.empty();
        } catch (IOException unreadable) {
            LOG.warn("a restored database would not be noticed: {} cannot be read", file, unreadable);
            return OptionalLong.empty();
        }
    }

    private void write(long mark) {
        try {
            Files.createDirectories(home);
            Path fresh = Files.createTempFile(home, "delivery-mark", ".new");
            Files.writeString(fresh, mark + "\n", StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            LOG.warn("a restored database would not be noticed: {} cannot be written", file, unwritable);
        }
    }
}
