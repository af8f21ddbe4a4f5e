package dev.tallygate.payment;

import java.time.Duration;
import java.util.Optional;

/** What is known after a call was sent. No answer is {@link Unknown}, never failure. */
public sealed interface Outcome {

    /** The provider did it, now or at an earlier attempt with the same key. */
    record Accepted(String objectId, String requestId, Optional<InvoiceFacts> facts) implements Outcome {}

    /** The provider refused for good; the same request will be refused again. */
    record Rejected(String code, String message, String requestId) implements Outcome {}

    /** Not to be sent again before a person has looked, for example a key that was used with other parameters. */
    record NeedsAttention(String reason, String detail) implements Outcome {}

    /** Not done and to be asked again, after the given time if the provider named one. */
    record RetryLater(String why, Optional<Duration> after) implements Outcome {}

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
