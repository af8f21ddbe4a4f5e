package dev.tallygate.sandbox.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of lines that is only added to; one line is one change.
 *
 * <p>A line that a kill cut short has no line end: it was never answered and is dropped at the next start.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Journal open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return new Journal(file, openChannel(file));
    }

    private static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The whole lines, oldest first; half a line at the end is cut off. Leaves the file ready to be added to. */
    List<String> readAll() throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        return text.substring(0, end).lines().toList();
    }

    /** Adds a line. It survives a kill of this process; the disk gets it when the system writes it. */
    void append(String line) {
        try {
            write(channel, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces all lines by these, whole or not at all. */
    void rewrite(List<String> lines) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        FileChannel fresh = openChannel(beside);
        for (String line : new ArrayList<>(lines)) {
            write(fresh, line);
        }
        fresh.force(true);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        channel.close();
        channel = fresh;
    }

    private static void write(FileChannel target, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
