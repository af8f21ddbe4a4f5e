package dev.tallygate.rating;

import java.time.Instant;
import java.util.Comparator;

/** The key of an amount and of invoice lines: window, charge, and rating key (empty = pooled, else group or model). */
public record RatingKey(Instant windowStart, String chargeId, String key) implements Comparable<RatingKey> {

    private static final Comparator<RatingKey> ORDER = Comparator.comparing(RatingKey::windowStart)
            .thenComparing(RatingKey::chargeId)
            .thenComparing(RatingKey::key);

    @Override
    public int compareTo(RatingKey other) {
        return ORDER.compare(this, other);
    }
}
