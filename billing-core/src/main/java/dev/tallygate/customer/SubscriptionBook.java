package dev.tallygate.customer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which plan version holds for which customer at which time; changed under the gate only. */
public interface SubscriptionBook {
    /**
     * Puts a customer on the latest version of a plan, open-ended. The same id, plan and start again answers what exists.
     *
     * @throws dev.tallygate.rejection.Rejected {@code CUSTOMER_NOT_FOUND}, {@code CUSTOMER_CLOSED}, {@code PLAN_NOT_FOUND},
     *     {@code CURRENCY_MISMATCH}, {@code FIELD_INVALID}, or {@code SUBSCRIPTION_CONFLICT} where the id has other content,
     *     the time overlaps another subscription or reaches into a closed period
     */
    Subscription create(SubscriptionRequest request);

    /** Subscriptions of a customer in order of time; empty also where the customer is unknown. */
    List<Subscription> list(String customerId);

    /**
     * Ends a subscription; the same end again changes nothing.
     *
     * @param end exclusive; null = the end of the calendar month of the later of now and the newest usage
     * @throws dev.tallygate.rejection.Rejected {@code SUBSCRIPTION_NOT_FOUND}, or {@code SUBSCRIPTION_CONFLICT} where the
     *     end would cut off used or closed time
     */
    Subscription cancel(String customerId, String subscriptionId, @Nullable Instant end);

    /**
     * Moves the customer to this version of its plan or of another one from the start of the next period; replaces every
     * later change of the subscription. Where the customer is on it already nothing changes.
     *
     * @return the instant from which the version holds, or empty where nothing changed
     */
    Optional<Instant> moveNextPeriod(String customerId, long planVersionId);

    /** Customers whose last stretch is open and on an older version of the plan, by key; for a move of all of them. */
    List<Customer> onOlderVersions(String planId, long afterCustomerKey, int limit);

    /** The stretch that holds at the instant. */
    Optional<Stretch> versionAt(long customerKey, Instant instant);

    /** The stretches that touch {@code [start, end)}, in order of time; one statement for at most 1,000 customers. */
    Map<Long, List<Stretch>> stretches(Collection<Long> customerKeys, Instant start, Instant end);
}
