package dev.tallygate.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known after a call was sent. No answer is {@link Unknown}, never failure. */
public sealed interface Outcome {

    /** The provider did it, now or at an earlier attempt with the same key. */
    record Accepted(String objectId, String requestId, Optional<InvoiceFacts> facts) implements Outcome {}

    /** The provider refused for good; the same request will be refused again. */
    record Rejected(String code, String message, String requestId) implements Outcome {}

    /** Not sent, and not to be any more: what it was for is done, or comes another way. What waits for it goes on. */
    record Overtaken(String why) implements Outcome {}

    /**
     * Not sent, since the provider cannot take it, or it went another way before: what it was for can go that way.
     *
     * @param calls the other way
     * @param goneTime since when the provider has the first of them; empty = nothing of it, and a person has to let it go
     */
    record OtherWay(String why, List<PlannedCall> calls, Optional<Instant> goneTime) implements Outcome {
        public OtherWay {
            calls = List.copyOf(calls);
        }

        /** Which was never gone. */
        public OtherWay(String why, List<PlannedCall> calls) {
            this(why, calls, Optional.empty());
        }
    }

    /** Refused, since what its parameters were computed from has changed there: only other ones, under a new key, can do. */
    record Outdated(String why) implements Outcome {}

    /** Not to be sent again before a person has looked, for example a key that was used with other parameters. */
    record NeedsAttention(String reason, String detail) implements Outcome {}

    /** To be asked again under the same key, after the given time if the provider named one. */
    record RetryLater(String why, Optional<Duration> after, Limit limit) implements Outcome {
        /** This call alone waits. */
        public RetryLater(String why, Optional<Duration> after) {
            this(why, after, Limit.CALL);
        }
    }

    /** What has to wait because a call has to. */
    enum Limit {
        /** Everything that the account is told. */
        ACCOUNT,
        /** Calls of its kind. */
        KIND,
        /** The call alone. */
        CALL,
        /** The call alone, and not for long: another one holds its object. */
        LOCK,
        /** The call alone, as long as others get through: nobody answered. */
        OUTAGE
    }

    /** The provider repeats a failure that it stored under this key: only looking tells, and only a new key mends. */
    record StoredFailure(String why) implements Outcome {}

    /** Not done, since the provider does not take our key: a person is told, and it is asked again as before. */
    record KeyRefused(String why) implements Outcome {}

    /**
     * Sent, and nobody knows: timeout, reset, 5xx.
     *
     * @param after how long the provider may still be at it, so that asking sooner tells nothing
     */
    record Unknown(String why, Optional<Duration> after) implements Outcome {
        public Unknown(String why) {
            this(why, Optional.empty());
        }
    }
}
