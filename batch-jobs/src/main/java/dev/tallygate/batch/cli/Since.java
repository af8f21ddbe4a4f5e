package dev.tallygate.batch.cli;

import java.time.Duration;
import java.time.Instant;

/** A time that is given as itself, or as how long ago. */
sealed interface Since {
    Instant from(Instant now);

    /** The time itself. */
    record At(Instant time) implements Since {
        @Override
        public Instant from(Instant now) {
            return time;
        }
    }

    /** So long ago. */
    record Ago(Duration ago) implements Since {
        @Override
        public Instant from(Instant now) {
            return now.minus(ago);
        }
    }
}
