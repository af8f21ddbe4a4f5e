package dev.tallygate.payment;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of {@code deliveries}: one write call to a provider, before, while and after it is made. */
record Delivery(
        Key key, PlannedCall call, String provider, DeliveryState state, String idempotencyKey, Sending sending) {

    /** The entity of a customer's own creation; invoices are their own ids, which all begin otherwise. */
    static final String CUSTOMER_ENTITY = "customer";

    private static final String CUSTOMER_NAME = "customer_";

    /** The next attempt of a step that waits for the one before it. */
    static final Instant WAITS = Instant.parse("9999-01-01T00:00:00Z");

    /** A step of an entity; a changed request of the same step is the next revision. */
    record Key(long customerKey, String entityId, int step, int requestRevision) {
        /** The same in every customer's rows told apart. */
        String entityName() {
            return entityName(customerKey, entityId);
        }

        static String entityName(long customerKey, String entityId) {
            return entityId.equals(CUSTOMER_ENTITY) ? CUSTOMER_NAME + customerKey : entityId;
        }
    }

    /**
     * What earlier attempts left behind.
     *
     * @param endpoint where the first send under its key went; null = nowhere yet
     * @param requestHash lower-hex SHA-256 of the request of the first send; null = not known, so look before sending
     */
    record Sending(
            int attempts,
            @Nullable String endpoint,
            @Nullable String requestHash,
            @Nullable Instant firstSentTime,
            Instant nextAttemptTime) {

        /** Of a call that was never sent. */
        static Sending never(Instant nextAttemptTime) {
            return new Sending(0, null, null, null, nextAttemptTime);
        }
    }

    /** What it is about, as operators call it: an invoice by its id, a customer by its key. */
    String entityName() {
        return key.entityName();
    }

    /** The entity of a name. */
    static String entityOf(String entityName) {
        return entityName.startsWith(CUSTOMER_NAME) ? CUSTOMER_ENTITY : entityName;
    }

    /** When the provider may have heard of it first. */
    Optional<Instant> firstSent() {
        return Optional.ofNullable(sending.firstSentTime());
    }

    /** Nobody is at it, and it has not ended. */
    boolean isWaiting() {
        return state == DeliveryState.PLANNED || state == DeliveryState.HELD || state == DeliveryState.UNKNOWN;
    }

    /** It waits for an earlier step, or for its customer. */
    boolean waitsForAnother() {
        return isWaiting() && sending.nextAttemptTime.equals(WAITS);
    }

    /** Nothing more happens to it by itself or by a person. */
    boolean isOver() {
        return state == DeliveryState.ACCEPTED || state == DeliveryState.ABANDONED;
    }

    /** The provider may have done it, or may still be at it. */
    boolean isInDoubt() {
        boolean isHeldInDoubt = state == DeliveryState.HELD && firstSent().isPresent();
        return state == DeliveryState.SENT || state == DeliveryState.UNKNOWN || isHeldInDoubt;
    }
}
