package dev.tallygate.quota;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a check.
 *
 * @param denied null = it may be used
 * @param quota null = no plan holds for the customer
 * @param asOfTime when it was true
 */
public record CheckAnswer(
        @Nullable DenyReason denied, @Nullable Quota quota, Instant asOfTime) {

    public boolean allowed() {
        return denied == null;
    }

    public Optional<DenyReason> denyReason() {
        return Optional.ofNullable(denied);
    }

    public Optional<Quota> quotaIfAny() {
        return Optional.ofNullable(quota);
    }
}
