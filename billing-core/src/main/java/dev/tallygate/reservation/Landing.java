package dev.tallygate.reservation;

import dev.tallygate.meter.Quantities;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Where usage that names a reservation counts.
 *
 * @param windowEnd of the rating window of its usage_time
 * @param planVersionId whose limits hold for the period now
 * @param rateAlike whether usage held for a model costs what this usage does, whatever else is used
 */
public record Landing(
        Quantities used, Instant periodStart, Instant windowEnd, long planVersionId, Predicate<String> rateAlike) {}
