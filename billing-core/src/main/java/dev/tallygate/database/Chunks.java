package dev.tallygate.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts long lists into statements of a bearable size: MariaDB reads a whole table for a list of 1,000 and more. */
public final class Chunks {

    private static final int SIZE_MAX = 900;

    private Chunks() {}

    /** The same elements in the same order, at most 900 in each list. */
    public static <T> List<List<T>> of(Collection<T> elements) {
        List<T> all = List.copyOf(elements);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SIZE_MAX) {
            chunks.add(all.subList(from, Math.min(from + SIZE_MAX, all.size())));
        }
        return chunks;
    }
}
