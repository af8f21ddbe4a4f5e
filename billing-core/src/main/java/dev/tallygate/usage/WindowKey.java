package dev.tallygate.usage;

import java.time.Instant;
import java.util.Comparator;

/** Names one customer's rating window. */
record WindowKey(long customerKey, Instant windowStart) implements Comparable<WindowKey> {

    private static final Comparator<WindowKey> ORDER =
            Comparator.comparingLong(WindowKey::customerKey).thenComparing(WindowKey::windowStart);

    @Override
    public int compareTo(WindowKey other) {
        return ORDER.compare(this, other);
    }
}
