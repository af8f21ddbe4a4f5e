package dev.tallygate.invoice;

import java.time.Instant;

/**
 * What a person decided about a draft.
 *
 * @param decidedBy 1 to 100 characters
 * @param note why; empty = none, at most 300 characters
 */
public record DraftDecision(Kind kind, String decidedBy, String note, Instant decidedTime) {
    /** The decision. */
    public enum Kind {
        /** It may be delivered. */
        APPROVED,
        /** It may not, any more. */
        WITHDRAWN
    }

    /** What came of it for one invoice. */
    public enum Result {
        /** It is so now, and was not before. */
        DECIDED,
        /** It was so before: nothing was written. */
        ALREADY,
        /** It is no draft any more: nothing was written. */
        NO_DRAFT,
        /** Its provider is being told, so that it can only be voided: nothing was written. */
        ON_ITS_WAY
    }
}
