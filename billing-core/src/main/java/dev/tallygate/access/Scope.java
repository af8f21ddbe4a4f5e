package dev.tallygate.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
public enum Scope {
    /** Record usage. */
    INGEST,
    /** Read quota and usage. */
    CHECK,
    /** Everything of an operator; never bound to a customer. */
    ADMIN;

    /** The word in columns and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Optional<Scope> ofWord(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
