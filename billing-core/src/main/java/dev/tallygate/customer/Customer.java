package dev.tallygate.customer;

import dev.tallygate.party.Buyer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who pays.
 *
 * @param customerKey our number for it, first in every key of the data plane
 * @param buyer what it wants on its invoices
 * @param providerCustomerId the provider's id, once it has answered
 */
public record Customer(
        long customerKey,
        CustomerProfile profile,
        Buyer buyer,
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
