package dev.tallygate.operation;

import java.util.Arrays;
import java.util.Locale;

/** Whether real money moves; fixed for a database at its first start. */
public enum Mode {
    TEST,
    LIVE;

    /** The word in settings, columns and key prefixes: {@code test} or {@code live}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Mode ofWord(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("TALLYGATE_MODE: " + word + " (expected: test or live)"));
    }
}
