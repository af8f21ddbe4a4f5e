package dev.tallygate.database;

import java.util.Collections;

/** Question marks for statements with lists; values themselves are always parameters. */
public final class Placeholders {

    private Placeholders() {}

    /** {@code ?, ?, ?}. */
    public static String list(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** {@code (?, ?), (?, ?)}: that many rows of that many columns. */
    public static String rows(int rows, int columns) {
        return String.join(", ", Collections.nCopies(rows, "(" + list(columns) + ")"));
    }
}
