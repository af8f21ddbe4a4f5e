package dev.tallygate.payment;

import java.time.Instant;

/**
 * A wait of one account at a provider, as all processes see it.
 *
 * @param scope {@link #ACCOUNT}, {@link #OUTAGE} or the name of a {@link CallKind}
 * @param strikes in a row, from 1
 * @param entityId whose call counted last
 */
record Pause(String scope, int strikes, Stretch stretch, String entityId, String reason) {
    static final String ACCOUNT = "ACCOUNT";
    static final String OUTAGE = "OUTAGE";

    /** So many lost calls in a row, of different entities, are an outage. */
    static final int OUTAGE_STRIKES = 5;

    /** From when it is in force, and until when. */
    record Stretch(Instant start, Instant end) {}

    Instant untilTime() {
        return stretch.end();
    }

    boolean isOutage() {
        return scope.equals(OUTAGE);
    }

    /** Lost calls that are too few to be an outage stop nobody. */
    boolean isEffective() {
        return !isOutage() || strikes >= OUTAGE_STRIKES;
    }

    boolean isInForce(Instant now) {
        return isEffective() && untilTime().isAfter(now);
    }

    /** Everything of the account waits, not only calls of a kind. */
    boolean isOfAccount() {
        return isOutage() || scope.equals(ACCOUNT);
    }

    boolean covers(CallKind kind) {
        return isOfAccount() || scope.equals(kind.name());
    }
}
