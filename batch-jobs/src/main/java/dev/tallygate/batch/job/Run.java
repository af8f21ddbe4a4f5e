package dev.tallygate.batch.job;

import java.time.Instant;

/**
 * One run of a job.
 *
 * @param number from 1 for each identity
 * @param startTime when it first started: a resumed run keeps it, so that it sees what the first attempt saw
 */
public record Run(RunIdentity identity, int number, Instant startTime, Attempt attempt) {

    /** Whether it begins, or goes on where an earlier attempt was interrupted. */
    public enum Attempt {
        FIRST,
        RESUMED
    }

    public boolean isResumed() {
        return attempt == Attempt.RESUMED;
    }
}
