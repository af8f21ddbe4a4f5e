package dev.tallygate.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to be made.
 *
 * @param subscriptionId the caller's id, unique per customer
 * @param planId its latest published version is taken
 * @param start null = now; cut to microseconds
 */
public record SubscriptionRequest(
        String customerId,
        String subscriptionId,
        String planId,
        @Nullable Instant start) {}
