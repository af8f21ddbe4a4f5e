package dev.tallygate.payment;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Who is subscribed to plans whose usage the provider rates, and when. */
final class RatedStretches {
    /** A stretch that ended longer ago has nothing left to be told: the provider takes no usage of it any more. */
    private static final Duration LOOK_BACK = Duration.ofDays(62);

    private final PlanCatalog plans;
    private final SubscriptionBook subscriptions;

    RatedStretches(PlanCatalog plans, SubscriptionBook subscriptions) {
        this.plans = plans;
        this.subscriptions = subscriptions;
    }

    /** Keys of such customers behind the given one, ascending. */
    List<Long> customers(Instant now, long afterCustomerKey, int limit) {
        List<Long> versions =
                plans.ratedByProvider().stream().map(PlanVersion::planVersionId).toList();
        return subscriptions.keysOn(versions, now.minus(LOOK_BACK), afterCustomerKey, limit);
    }

    /** Those of one customer that have begun, in order of time. */
    List<Stretch> of(long customerKey, Instant now) {
        return subscriptions
                .stretches(List.of(customerKey), now.minus(LOOK_BACK), now.plusNanos(1_000))
                .getOrDefault(customerKey, List.of())
                .stream()
                .filter(stretch -> plans.version(stretch.planVersionId()).plan().isRatedByProvider())
                .toList();
    }
}
