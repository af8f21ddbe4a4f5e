package dev.tallygate.rig;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the demo says: on the screen and, word for word, in a file under {@code reports/}. Plain text, no colours. */
public final class Transcript {
    private final Path file;
    private final PrintStream screen;

    /** A file in a folder that is made where it is missing. */
    public Transcript(Path file, PrintStream screen) {
        this.file = file;
        this.screen = screen;
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file() {
        return file;
    }

    /** Begins a part of the story. */
    public void chapter(String title) {
        line("");
        line("== " + title);
    }

    /** A command as somebody would type it. */
    public void command(String command) {
        line("$ " + command);
    }

    /** Output of a command, or an answer. */
    public void indented(String text) {
        text.lines().forEach(line -> line("  " + line));
    }

    /** One line; a command's two outputs may both be at it. */
    public synchronized void line(String text) {
        screen.println(text);
        screen.flush();
        try {
            Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
