package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.RunExit;
import java.time.Instant;
import java.util.Optional;

/** What came of looking after one job once. */
sealed interface Attempt {

    /** When to look again; empty = never. */
    Optional<Instant> again();

    /** A run ended, well or not. */
    record Ran(JobProgress.LastRun last, RunExit exit, Optional<Instant> again) implements Attempt {}

    /** Nothing is to be done before {@code again}. */
    record NothingDue(Optional<Instant> again) implements Attempt {}

    /** A twin has settled what was due: there may be more. */
    record SettledByTwin(Instant time) implements Attempt {
        @Override
        public Optional<Instant> again() {
            return Optional.of(time);
        }
    }

    /** A run is due, and another process is at the job. */
    record Elsewhere(String holder, Instant time) implements Attempt {
        @Override
        public Optional<Instant> again() {
            return Optional.of(time);
        }
    }
}
