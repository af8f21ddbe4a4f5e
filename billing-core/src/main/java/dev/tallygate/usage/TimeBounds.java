package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Optional;

/** Between which instants, both included, a usage_time is taken now. */
record TimeBounds(Instant earliest, Instant latest) {

    /** The database's calendar is not asked to hold what is older than computers. */
    private static final Instant EARLIEST_EVER = Instant.EPOCH;

    /** For a caller's event. */
    static TimeBounds forCallers(UsageSettings settings, Instant now) {
        return new TimeBounds(now.minus(settings.pastMax()), now.plus(settings.futureMax()));
    }

    /** For an operator's import: the past bound is lifted. */
    static TimeBounds forBackfill(UsageSettings settings, Instant now) {
        return new TimeBounds(EARLIEST_EVER, now.plus(settings.futureMax()));
    }

    /** Why the time is not taken. */
    Optional<Rejected> refusal(Instant usageTime) {
        if (usageTime.isBefore(earliest)) {
            return Optional.of(
                    Rejected.field(Reason.USAGE_TIME_TOO_OLD, "usage_time", usageTime, "from " + earliest + " on"));
        }
        if (usageTime.isAfter(latest)) {
            return Optional.of(Rejected.field(Reason.USAGE_TIME_IN_FUTURE, "usage_time", usageTime, "until " + latest));
        }
        return Optional.empty();
    }
}
