package dev.tallygate.rig.bench;

import dev.tallygate.rig.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows as they come in, and all of them at the end, aligned. */
final class Table {
    private static final List<String> HEAD = List.of("what", "shape", "product", "yardstick", "ratio", "aim");

    private final Transcript transcript;
    private final List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    private final List<String> notes = new ArrayList<>();

    Table(Transcript transcript) {
        this.transcript = transcript;
    }

    /** The yardstick's name stands behind its figure: "rows/s", "s of one group by". */
    record Yardstick(Spread figure, String name) {}

    /** Adds a row; the ratio is product over yardstick, of medians. No aim = an empty text. */
    void add(String what, String shape, Spread product, Yardstick yardstick, String aim) {
        List<String> row = List.of(
                what,
                shape,
                product.text(),
                yardstick.figure().text() + " " + yardstick.name(),
                ratio(product, yardstick.figure()),
                aim);
        transcript.line(String.join("  ", row).strip());
        rows.add(row);
    }

    private static String ratio(Spread product, Spread yardstick) {
        double ratio = product.median() / yardstick.median();
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : "%.2f", ratio);
    }

    /** Adds a sentence that stands below the rows. */
    void note(String sentence) {
        transcript.line(sentence);
        notes.add(sentence);
    }

    void print() {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                line.append(" ".repeat(width(column) - row.get(column).length() + 2));
            }
            transcript.line(line.toString().stripTrailing());
        }
        notes.forEach(transcript::line);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
