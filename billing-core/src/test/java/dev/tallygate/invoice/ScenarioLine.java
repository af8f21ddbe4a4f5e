package dev.tallygate.invoice;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One sentence of a scenario: a verb, its words, and the indented lines below it. Words are taken one after the other, and
 * {@link #end} refuses what nobody took: a scenario is never half read.
 */
final class ScenarioLine {
    private final int number;
    private final Deque<String> words;
    private final List<String> block = new ArrayList<>();
    private boolean isBlockRead;

    private ScenarioLine(int number, String text) {
        this.number = number;
        this.words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    }

    /** The sentences of a file: a line that begins with {@code #} is a remark, an indented one belongs to the sentence above. */
    static List<ScenarioLine> read(String file) {
        List<ScenarioLine> lines = new ArrayList<>();
        int number = 0;
        for (String text : file.split("\n", -1)) {
            number++;
            if (text.startsWith("#") || text.isBlank()) {
                continue;
            }
            if (!text.startsWith(" ")) {
                lines.add(new ScenarioLine(number, text));
            } else if (lines.isEmpty()) {
                throw new IllegalArgumentException("line " + number + ": indented (expected: a sentence above it)");
            } else {
                lines.getLast().block.add(text);
            }
        }
        return lines;
    }

    int number() {
        return number;
    }

    /** The next word; {@code what} says what it is, for who left it out. */
    String word(String what) {
        if (words.isEmpty()) {
            throw wrong("nothing", what);
        }
        return words.pop();
    }

    /** The next words where they are exactly these. */
    boolean takes(String... expected) {
        List<String> next = words.stream().limit(expected.length).toList();
        if (!next.equals(List.of(expected))) {
            return false;
        }
        next.forEach(word -> words.pop());
        return true;
    }

    /** As {@link #takes}, required. */
    void requires(String... expected) {
        if (!takes(expected)) {
            throw wrong(words.isEmpty() ? "nothing" : words.peek(), String.join(" ", expected));
        }
    }

    /** What follows a word, such as {@code gpt-4o} in {@code of gpt-4o}; empty where the word is not next. */
    Optional<String> after(String word) {
        return takes(word) ? Optional.of(word("something after " + word)) : Optional.empty();
    }

    /** A whole number, grouped by {@code _} or not. */
    long quantity() {
        return Long.parseLong(word("a quantity").replace("_", ""));
    }

    /** A date (its midnight, UTC) or an instant. */
    Instant time() {
        return time(word("a date or an instant"));
    }

    static Instant time(String text) {
        return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
    }

    boolean hasMore() {
        return !words.isEmpty();
    }

    /** The lines below, as they stand. */
    List<String> block() {
        isBlockRead = true;
        return block;
    }

    /** The lines below, each without what stands after {@code #}, with single spaces; remarks of their own are left out. */
    List<String> blockWords() {
        return block().stream()
                .map(line -> line.replaceFirst("#.*$", "").strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Every word and line was read, or the scenario says something that nothing looks at. */
    void end() {
        if (!words.isEmpty() && !words.peek().startsWith("#")) {
            throw wrong(String.join(" ", words), "nothing more");
        }
        if (!isBlockRead && !block.isEmpty()) {
            throw wrong(block.getFirst().strip(), "nothing below");
        }
    }

    IllegalArgumentException wrong(String given, String expected) {
        return new IllegalArgumentException("line " + number + ": " + given + " (expected: " + expected + ")");
    }
}
