package dev.tallygate.payment;

import java.time.Instant;
import java.util.Optional;

/**
 * A delivery as operators see it: one revision of one step.
 *
 * @param deliveryId what it is about and its step: {@code inv_7_20261001_P1/2}, {@code customer_7/1}
 * @param lineNumber 0 = of no line
 */
public record DeliveryView(
        String deliveryId,
        int requestRevision,
        long customerKey,
        CallKind kind,
        int lineNumber,
        String provider,
        DeliveryState state,
        Request request,
        Answer answer) {

    /**
     * What is, or was, sent.
     *
     * @param endpoint empty = never sent under this key
     * @param nextAttemptTime empty = it has ended, or waits for another step
     */
    public record Request(
            int attempts,
            String idempotencyKey,
            Optional<String> endpoint,
            Optional<Instant> firstSentTime,
            Optional<Instant> nextAttemptTime) {}

    /**
     * What came back.
     *
     * @param outcome for people: the last answer, or empty
     */
    public record Answer(Optional<String> objectId, Optional<String> requestId, String outcome) {}
}
