package dev.tallygate.catalog;

import dev.tallygate.meter.Ids;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** An exact model name, a prefix with {@code *} at its end, or {@code *} alone, which also matches the empty model. */
public record ModelPattern(String text) implements Comparable<ModelPattern> {

    /** Bytes at most, as of a model's name. */
    public static final int BYTES_MAX = 128;

    private static final String ANY = "*";
    private static final Comparator<ModelPattern> CLOSEST =
            Comparator.comparing(ModelPattern::isExact).thenComparingInt(pattern -> pattern.text.length());

    public ModelPattern {
        if (!isLegal(text)) {
            throw new IllegalArgumentException("model pattern: " + text + " (expected: * at the end only)");
        }
    }

    /** True for 1..128 bytes 0x21-0x7E with no {@code *} but at the end. */
    public static boolean isLegal(String text) {
        int star = text.indexOf('*');
        return Ids.isLegal(text, BYTES_MAX) && (star < 0 || star == text.length() - 1);
    }

    /** The pattern that a model falls to: exact before the longest pattern before {@code *}. */
    public static Optional<ModelPattern> closest(Collection<ModelPattern> patterns, String modelId) {
        return patterns.stream().filter(pattern -> pattern.matches(modelId)).max(CLOSEST);
    }

    public boolean isExact() {
        return !text.endsWith(ANY);
    }

    public boolean matches(String modelId) {
        return isExact() ? text.equals(modelId) : modelId.startsWith(prefix());
    }

    /** What a matching model begins with; of an exact name all of it. */
    public String prefix() {
        return isExact() ? text : text.substring(0, text.length() - 1);
    }

    @Override
    public int compareTo(ModelPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
