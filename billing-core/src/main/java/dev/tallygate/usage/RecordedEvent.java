package dev.tallygate.usage;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of {@code usage_events}: an event as it was counted.
 *
 * @param quantities what it added to totals, requests included
 * @param cost U(after) − U(before), 12 places
 */
public record RecordedEvent(
        long customerKey,
        long seq,
        UsageEvent event,
        Quantities quantities,
        Instant recordedTime,
        Placement placement,
        BigDecimal cost,
        boolean unpriced) {

    /** The period and rating window in which an event counts; {@code late} = after the close of the period. */
    public record Placement(Instant periodStart, Instant windowStart, long planVersionId, boolean late) {}
}
