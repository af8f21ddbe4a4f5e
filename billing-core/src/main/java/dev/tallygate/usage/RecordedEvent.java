package dev.tallygate.usage;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of {@code usage_events}: an event as it was counted.
 *
 * @param event as it was sent; read back it carries no customer_id
 * @param quantities what it added to totals, requests included
 * @param cost U(after) − U(before), 12 places, in the currency of its plan version
 * @param unpriced some quantity had no price when it was recorded
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

    /** Whether the event, which has the same id, says the same: what is kept but not counted is not compared. */
    boolean isRepeatedBy(UsageEvent other) {
        return event.modelId().equals(other.modelId())
                && event.usedAt().equals(other.usedAt())
                && quantities.equals(other.reported().quantities())
                && event.subject().equals(other.subject())
                && event.identity().correctsEventId().equals(other.identity().correctsEventId());
    }
}
