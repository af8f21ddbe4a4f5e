package dev.tallygate.rig.drill;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What a drill saw: its figures in order, and a sentence for each figure that is a breach. */
final class Findings {
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final Map<String, String> breaches = new LinkedHashMap<>();

    void figure(String name, long value) {
        figures.put(name, count(value));
    }

    /** A figure in its unit, as it is to be read. */
    void figure(String name, String value) {
        figures.put(name, value);
    }

    /** A figure that has to be this. */
    void expect(String name, long expected, long seen) {
        figure(name, seen);
        require(seen == expected, name, seen + " (expected: " + expected + ")");
    }

    /** A figure that may not be above this. */
    void atMost(String name, long most, long seen, String unit) {
        figure(name, count(seen) + " " + unit);
        require(seen <= most, name, seen + " " + unit + " (expected: <= " + most + ")");
    }

    /** A breach of this figure, unless it is so. The first sentence of a figure is kept. */
    void require(boolean so, String name, String sentence) {
        if (!so) {
            breaches.putIfAbsent(name, sentence);
        }
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    boolean isClean() {
        return breaches.isEmpty();
    }

    boolean isBreached(String name) {
        return breaches.containsKey(name);
    }

    /** The figures in one line. */
    String line() {
        StringJoiner line = new StringJoiner(", ");
        figures.forEach((name, value) -> line.add(name + " " + value));
        return line.toString();
    }

    /** The breaches in one line. */
    String wrong() {
        StringJoiner line = new StringJoiner("; ");
        breaches.forEach((name, sentence) -> line.add(name + ": " + sentence));
        return line.toString();
    }
}
