package dev.tallygate.customer;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who pays.
 *
 * @param customerKey our number for it, first in every key of the data plane
 * @param providerCustomerId the provider's id, once it has answered
 */
public record Customer(
        long customerKey,
        CustomerProfile profile,
        CustomerStatus status,
        @Nullable String providerCustomerId,
        Instant createdTime,
        Instant updatedTime) {

    public String customerId() {
        return profile.customerId();
    }

    public Optional<String> atProvider() {
        return Optional.ofNullable(providerCustomerId);
    }
}
