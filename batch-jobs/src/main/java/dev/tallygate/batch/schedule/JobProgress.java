package dev.tallygate.batch.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a job's planned times are settled; one row of {@code job_schedule}.
 *
 * @param plannedTime all planned times up to this one are settled
 * @param begunTime the planned time whose run has begun and is not settled
 * @param attempts failed ones at {@code begunTime}
 * @param nextAttemptTime a run that failed waits for it
 */
record JobProgress(
        Instant plannedTime,
        @Nullable Instant begunTime,
        int attempts,
        @Nullable Instant nextAttemptTime,
        @Nullable LastRun lastRun) {

    /** How an attempt ended. */
    enum Outcome {
        DONE,
        /** Done, with something parked for a person. */
        PARKED,
        /** Done, and a figure does not agree with another. */
        BROKEN,
        /** Not done: tried again. */
        FAILED,
        /** Told to stop: goes on with the next start. */
        STOPPED
    }

    /** The last attempt that ended. */
    record LastRun(Instant startTime, Instant endTime, Outcome outcome, String summary) {
        private static final int SUMMARY_CHARACTERS_MAX = 500;

        LastRun {
            summary = summary.length() <= SUMMARY_CHARACTERS_MAX
                    ? summary
                    : summary.substring(0, SUMMARY_CHARACTERS_MAX - 1) + "…";
        }

        /** Whether its planned time is settled by it. */
        boolean isDone() {
            return outcome != Outcome.FAILED && outcome != Outcome.STOPPED;
        }

        Duration duration() {
            return Duration.between(startTime, endTime);
        }
    }

    Optional<LastRun> last() {
        return Optional.ofNullable(lastRun);
    }

    Optional<Instant> begun() {
        return Optional.ofNullable(begunTime);
    }

    /** The time before which a failed run is left alone. */
    Optional<Instant> waitsUntil(Instant now) {
        return Optional.ofNullable(nextAttemptTime).filter(now::isBefore);
    }
}
