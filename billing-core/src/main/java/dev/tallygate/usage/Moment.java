package dev.tallygate.usage;

import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.Sending.Sender;
import java.time.Instant;

/**
 * When a group is judged.
 *
 * @param now in microseconds: what is written now carries it
 */
public record Moment(Instant now, UsageSettings settings) {

    static Moment of(Instant instant, UsageSettings settings) {
        return new Moment(UtcTimes.toMicros(instant), settings);
    }

    /** Which usage times are taken now. */
    TimeBounds boundsFor(Sender sender) {
        return switch (sender) {
            case CALLER -> TimeBounds.forCallers(settings, now);
            case IMPORT -> TimeBounds.forBackfill(settings, now);
        };
    }
}
