package dev.tallygate.payment;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at a delivery.
 *
 * @param attempt from 1, counted on over revisions
 * @param endedTime empty = on its way, or its process died
 * @param detail for people: the answer, with the provider's request id where it gave one
 */
public record DeliveryAttempt(
        int requestRevision,
        int attempt,
        Instant begunTime,
        Optional<Instant> endedTime,
        Optional<Result> result,
        String detail) {

    /** How an attempt can end. */
    public enum Result {
        ACCEPTED,
        REJECTED,
        NEEDS_ATTENTION,
        LIMITED,
        KEY_REFUSED,
        UNKNOWN,
        /** The provider repeated a failure that it had stored. */
        FAILURE_REPLAYED,
        /** Refused, since it was computed from what has changed there. */
        OUTDATED,
        /** Not made: it was overtaken, as by the void of its invoice, or is to go another way. */
        ABANDONED;

        static Result of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Accepted accepted -> ACCEPTED;
                case Outcome.Rejected rejected -> REJECTED;
                case Outcome.NeedsAttention needs -> NEEDS_ATTENTION;
                case Outcome.RetryLater later -> LIMITED;
                case Outcome.KeyRefused refused -> KEY_REFUSED;
                case Outcome.Unknown unknown -> UNKNOWN;
                case Outcome.StoredFailure stored -> FAILURE_REPLAYED;
                case Outcome.Outdated outdated -> OUTDATED;
                case Outcome.OtherWay other -> ABANDONED;
                case Outcome.Overtaken overtaken -> ABANDONED;
            };
        }
    }

    /** What the answer said, for people. */
    static String describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> (accepted.objectId() + " " + accepted.requestId()).strip();
            case Outcome.Rejected rejected ->
                "%s: %s %s"
                        .formatted(rejected.code(), rejected.message(), rejected.requestId())
                        .strip();
            case Outcome.NeedsAttention needs -> needs.reason() + ": " + needs.detail();
            case Outcome.RetryLater later -> later.why();
            case Outcome.KeyRefused refused -> refused.why();
            case Outcome.Unknown unknown -> unknown.why();
            case Outcome.StoredFailure stored -> stored.why();
            case Outcome.Outdated outdated -> outdated.why();
            case Outcome.OtherWay other -> other.why();
            case Outcome.Overtaken overtaken -> overtaken.why();
        };
    }
}
