package dev.tallygate.batch.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file of usage, as it is named on the command line.
 *
 * @param sha256 of its bytes, in hex
 */
record UsageFile(Path path, Format format, String sha256) {

    /** How the file is written. */
    enum Format {
        CSV,
        JSONL
    }

    /** Reads its lines in order, from the first. */
    interface Lines extends AutoCloseable {
        /** The next line, or null at the end. */
        @Nullable
        UsageLine next();

        /** The line of the file on which the last one that was read ends, from 1, a header counted. */
        long fileLine();

        @Override
        void close();
    }

    /** Reads the whole file once, for its hash. */
    static UsageFile open(Path path, Format format) {
        try (InputStream bytes = Files.newInputStream(path);
                DigestInputStream hashed = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            hashed.transferTo(OutputStream.nullOutputStream());
            String hex = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
            return new UsageFile(path, format, hex);
        } catch (NoSuchFileException absent) {
            throw new UncheckedIOException("the file " + path + " does not exist", absent);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + path + " cannot be read", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    Lines lines() {
        return switch (format) {
            case CSV -> CsvLines.open(path);
            case JSONL -> JsonLines.open(path);
        };
    }
}
