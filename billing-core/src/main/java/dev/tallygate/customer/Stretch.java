package dev.tallygate.customer;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time {@code [start, end)} of one subscription under one plan version.
 *
 * @param end exclusive; null = open
 */
public record Stretch(
        String subscriptionId,
        long planVersionId,
        Currency currency,
        Instant start,
        @Nullable Instant end) {

    public Optional<Instant> ends() {
        return Optional.ofNullable(end);
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && (end == null || instant.isBefore(end));
    }

    /** Whether it has an instant in {@code [otherStart, otherEnd)}. */
    public boolean touches(Instant otherStart, Instant otherEnd) {
        return start.isBefore(otherEnd) && (end == null || end.isAfter(otherStart));
    }
}
