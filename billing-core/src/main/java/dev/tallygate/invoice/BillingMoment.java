package dev.tallygate.invoice;

import java.time.Duration;
import java.time.Instant;

/**
 * The two instants that decide what is due.
 *
 * @param until periods that end at it or before are due
 * @param start when the run first started: grace is measured by it
 */
public record BillingMoment(Instant until, Instant start) {
    public BillingMoment {
        if (until.isAfter(start)) {
            throw new IllegalArgumentException("until: " + until + " (expected: not after the start " + start + ")");
        }
    }

    /** Whether a period with this end and grace is due. */
    boolean isDue(Instant periodEnd, Duration grace) {
        return !periodEnd.isAfter(until) && !periodEnd.plus(grace).isAfter(start);
    }
}
