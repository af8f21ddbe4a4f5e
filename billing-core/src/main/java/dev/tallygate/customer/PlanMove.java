package dev.tallygate.customer;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Moves everybody whose open subscription is on an older version of a plan to a newer one in the same currency. */
public final class PlanMove {
    private static final int CUSTOMERS_MAX = 500;

    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;

    public PlanMove(SubscriptionBook subscriptions, PlanCatalog plans) {
        this.subscriptions = subscriptions;
        this.plans = plans;
    }

    /**
     * From the start of each customer's next period; customers in other currencies stay. Each customer is a transaction of its own: a move that ended in the
     * middle is simply made again.
     *
     * @return how many customers were moved by this call
     */
    public int toNextPeriod(PlanVersion version) {
        return each(
                version,
                customer -> subscriptions
                        .moveNextPeriod(customer.customerId(), version.planVersionId())
                        .isPresent());
    }

    /** Whoever was on another version of the plan at some time from {@code since} on, by key. */
    public void eachOnOther(PlanVersion version, Instant since, Consumer<Customer> work) {
        List<Long> otherIds = olderIds(version);
        long afterCustomerKey = 0;
        List<Customer> customers = subscriptions.on(otherIds, since, afterCustomerKey, CUSTOMERS_MAX);
        while (!customers.isEmpty()) {
            customers.forEach(work);
            afterCustomerKey = customers.getLast().customerKey();
            customers = subscriptions.on(otherIds, since, afterCustomerKey, CUSTOMERS_MAX);
        }
    }

    /** How many customers have an open subscription on an older version of the plan in this currency; moves nobody. */
    public int onOlderVersions(PlanVersion version) {
        return each(version, customer -> true);
    }

    /** How many have one on an older version in a currency that the plan, as it is in this version, no longer lists. */
    public int inOtherCurrencies(PlanVersion version) {
        return each(
                idsBefore(version, older -> !version.plan().currencies().contains(older.currency())), customer -> true);
    }

    private int each(PlanVersion version, Predicate<Customer> work) {
        return each(olderIds(version), work);
    }

    private int each(List<Long> olderIds, Predicate<Customer> work) {
        int count = 0;
        long afterCustomerKey = 0;
        while (true) {
            List<Customer> customers = subscriptions.openOn(olderIds, afterCustomerKey, CUSTOMERS_MAX);
            if (customers.isEmpty()) {
                return count;
            }
            for (Customer customer : customers) {
                count += work.test(customer) ? 1 : 0;
            }
            afterCustomerKey = customers.getLast().customerKey();
        }
    }

    private List<Long> olderIds(PlanVersion version) {
        return idsBefore(
                version, older -> older.currency().equals(version.plan().currency()));
    }

    private List<Long> idsBefore(PlanVersion version, Predicate<Plan> which) {
        return IntStream.range(1, version.version())
                .mapToObj(number -> plans.inEachCurrency(version.plan().planId(), number))
                .flatMap(List::stream)
                .filter(older -> which.test(older.plan()))
                .map(PlanVersion::planVersionId)
                .toList();
    }
}
