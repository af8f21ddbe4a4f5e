package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.DuePeriodRepository.Standing;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Finds what a billing run has to look at: open periods that are due, those of customers without events included, closed
 * ones with news, and the last period of a customer who left with a balance. Yields keys only; what is really due is
 * decided again under the gate.
 */
public final class DuePeriods {
    /** Customer keys of one fixed range: what is read at a time. */
    public static final int RANGE_SIZE = 200;

    static final Instant FIRST_TIME = Instant.parse("1000-01-01T00:00:00Z");
    static final Instant LAST_TIME = Instant.parse("9999-12-01T00:00:00Z");

    private final DuePeriodRepository periods;
    private final InvoicedRepository invoiced;
    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;

    public DuePeriods(
            DuePeriodRepository periods,
            InvoicedRepository invoiced,
            SubscriptionBook subscriptions,
            PlanCatalog plans) {
        this.periods = periods;
        this.invoiced = invoiced;
        this.subscriptions = subscriptions;
        this.plans = plans;
    }

    /** The highest customer key there is now. */
    public long customerKeyMax() {
        return periods.customerKeyMax();
    }

    /** Keys of the fixed range that begins at {@code firstCustomerKey}, by customer and period. */
    public List<PeriodKey> ofRange(long firstCustomerKey, BillingMoment moment) {
        return of(periods.customerKeys(firstCustomerKey, firstCustomerKey + RANGE_SIZE - 1), moment);
    }

    /** Keys of these customers, by customer and period. */
    public List<PeriodKey> of(Collection<Long> customerKeys, BillingMoment moment) {
        NavigableMap<PeriodKey, Standing> standings = periods.standings(customerKeys);
        var stretches = subscriptions.stretches(customerKeys, FIRST_TIME, LAST_TIME);
        var balances = invoiced.balances(customerKeys);
        List<PeriodKey> due = new ArrayList<>();
        for (long customerKey : new TreeSet<>(customerKeys)) {
            SubscribedPeriods subscribed = new SubscribedPeriods(stretches.getOrDefault(customerKey, List.of()), plans);
            CustomerStandings standing = CustomerStandings.of(customerKey, standings);
            NavigableSet<Instant> starts = standing.withNews();
            subscribed.endingBy(moment.until()).stream()
                    .filter(period -> !standing.closed().contains(period.start()))
                    .filter(period -> isDue(subscribed, period, moment))
                    .forEach(period -> starts.add(period.start()));
            if (starts.isEmpty() && balances.containsKey(customerKey)) {
                standing.lastOfAll(subscribed, balances.get(customerKey).keySet())
                        .ifPresent(starts::add);
            }
            starts.forEach(start -> due.add(new PeriodKey(customerKey, start)));
        }
        return due;
    }

    private static boolean isDue(SubscribedPeriods subscribed, BillingPeriod period, BillingMoment moment) {
        return moment.isDue(period.end(), subscribed.lastVersion(period).plan().grace());
    }
}
