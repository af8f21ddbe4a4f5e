package dev.tallygate.quota;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a check.
 *
 * @param denied null = it may be used
 * @param quota null = no plan holds for the customer
 * @param overdue the invoice that is overdue for longest, whether or not it denies; null = none, or no plan holds
 * @param asOfTime when it was true
 */
public record CheckAnswer(
        @Nullable DenyReason denied,
        @Nullable Quota quota,
        @Nullable Overdue overdue,
        Instant asOfTime) {

    /** An answer that no invoice has to do with. */
    public static CheckAnswer denied(DenyReason reason, Instant asOfTime) {
        return new CheckAnswer(reason, null, null, asOfTime);
    }

    public boolean allowed() {
        return denied == null;
    }

    public Optional<DenyReason> denyReason() {
        return Optional.ofNullable(denied);
    }

    public Optional<Overdue> overdueIfAny() {
        return Optional.ofNullable(overdue);
    }

    public Optional<Quota> quotaIfAny() {
        return Optional.ofNullable(quota);
    }
}
