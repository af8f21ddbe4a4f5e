package dev.tallygate.operation;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that waits for a person, with its reason, figures and the command that mends it. */
public record Parked(
        ParkedKey key,
        Cause cause,
        State state,
        Instant parkedTime,
        @Nullable Instant endedTime) {

    /** Parked just now. */
    public static Parked open(ParkedKey key, Cause cause, Instant parkedTime) {
        return new Parked(key, cause, State.OPEN, parkedTime, null);
    }

    public Optional<Instant> ended() {
        return Optional.ofNullable(endedTime);
    }

    /** Names what is parked; {@code customerKey} 0 = no customer is known, {@code parkedId} is derived from the thing. */
    public record ParkedKey(long customerKey, String parkedId) {}

    /**
     * Why it is parked.
     *
     * @param reason UPPER_SNAKE
     * @param detail for people, with the figures; at most 1,000 characters
     * @param mend the command that mends it
     * @param throughSeq rows of the customer up to this seq are meant; 0 where none are
     */
    public record Cause(Kind kind, String reason, String detail, String mend, long throughSeq) {}

    /** What sort of thing is parked. */
    public enum Kind {
        PERIOD,
        DELIVERY,
        EVENT,
        PAYMENT,
        NOTIFICATION
    }

    /** Where it stands. A new cause of the same thing opens it again. */
    public enum State {
        OPEN,
        WAIVED,
        RESOLVED
    }
}
