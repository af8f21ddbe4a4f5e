package dev.tallygate.usage;

import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.OwnReport;
import dev.tallygate.meter.Quantities;
import dev.tallygate.usage.UsageEvent.Context;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of {@code usage_events}: an event as it was counted.
 *
 * @param event as it was sent, and of a VOID what it takes away again; read back it carries no customer_id
 * @param quantities what it added to totals, requests included: negative in a VOID, 0 in a RERATE
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

    /** What a row is; it follows from the requests that it counts. */
    public enum Kind {
        /** Something was used: one request. */
        USAGE,
        /** Takes an earlier event away: one request less. */
        VOID,
        /** A difference in cost alone, by another plan version. */
        RERATE
    }

    public Kind kind() {
        return switch (Long.signum(quantities.requests())) {
            case 1 -> Kind.USAGE;
            case -1 -> Kind.VOID;
            default -> Kind.RERATE;
        };
    }

    /**
     * With what the meters of one's own that it reports add to totals; of a VOID what its original added is taken away. As it is
     * read back, {@code quantities} are those of built-in meters.
     */
    RecordedEvent withOwn(Aggregations aggregations) {
        if (event.reported().own().isEmpty()) {
            return this;
        }
        boolean isVoid = kind() == Kind.VOID;
        OwnReport report = new OwnReport(
                event.reported().own(),
                event.subject(),
                event.usedAt().orElseThrow(),
                isVoid ? event.identity().correctsEventId() : event.eventId());
        return new RecordedEvent(
                customerKey,
                seq,
                event,
                quantities.plus(isVoid ? report.takenAway(aggregations) : report.counted(aggregations)),
                recordedTime,
                placement,
                cost,
                unpriced);
    }

    /** Whether the event, which has the same id, says the same: what is kept but not counted is not compared. */
    boolean isRepeatedBy(UsageEvent other, Aggregations aggregations) {
        boolean sameCorrection =
                event.identity().correctsEventId().equals(other.identity().correctsEventId());
        return switch (kind()) {
            case USAGE -> sameCorrection && saysTheSame(other, aggregations);
            case VOID -> sameCorrection && other.isVoid();
            case RERATE -> false;
        };
    }

    private boolean saysTheSame(UsageEvent other, Aggregations aggregations) {
        return event.modelId().equals(other.modelId())
                && event.usedAt().equals(other.usedAt())
                && event.reported().saysTheSame(other.reported(), aggregations)
                && event.subject().equals(other.subject());
    }

    /** What is stored for a void of this row: all of it taken away again, in its window and at its time. */
    UsageEvent voidedBy(UsageEvent voiding) {
        return new UsageEvent(
                voiding.identity(),
                event.usageTime(),
                event.modelId(),
                event.reported().negated(),
                event.subject(),
                new Context(
                        event.context().modelProvider(),
                        "",
                        event.context().labels(),
                        null,
                        event.context().estimated()));
    }
}
