package dev.tallygate.customer;

import dev.tallygate.party.Buyer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer to be made together with its subscription.
 *
 * @param buyer what it wants on its invoices; what is empty is not said
 * @param planId null = no subscription
 * @param start of the subscription; null = when it is made
 */
public record Enrolment(
        CustomerProfile profile,
        Buyer buyer,
        @Nullable String planId,
        @Nullable Instant start) {

    /** The subscription, which is named like its plan, as {@code customers create --plan} names it. */
    Optional<SubscriptionRequest> subscription() {
        return Optional.ofNullable(planId)
                .map(plan -> new SubscriptionRequest(profile.customerId(), plan, plan, start));
    }
}
