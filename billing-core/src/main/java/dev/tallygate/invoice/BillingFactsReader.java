package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.DuePeriodRepository.Standing;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.TotalsReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what billing a chunk of customers needs, in a constant number of statements; their gates are locked. */
final class BillingFactsReader {
    private final DuePeriodRepository due;
    private final PeriodRepository periods;
    private final TotalsReader totals;
    private final InvoicedRepository invoiced;
    private final CustomerRegistry customers;
    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;

    BillingFactsReader(
            DuePeriodRepository due,
            PeriodRepository periods,
            TotalsReader totals,
            InvoicedRepository invoiced,
            CustomerRegistry customers,
            SubscriptionBook subscriptions,
            PlanCatalog plans) {
        this.due = due;
        this.periods = periods;
        this.totals = totals;
        this.invoiced = invoiced;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.plans = plans;
    }

    /**
     * The customers of these gates.
     *
     * @param asked the items of the chunk; periods of the same customers that come before them are looked at too
     */
    List<CustomerFacts> read(NavigableMap<Long, Gate> gates, Collection<PeriodKey> asked, Instant until) {
        NavigableMap<PeriodKey, Standing> standings = due.standings(gates.keySet());
        Map<Long, List<Stretch>> stretches =
                subscriptions.stretches(gates.keySet(), DuePeriods.FIRST_TIME, DuePeriods.LAST_TIME);
        Map<Long, SubscribedPeriods> subscribed = new HashMap<>();
        Map<Long, NavigableSet<BillingPeriod>> candidates = new TreeMap<>();
        for (long customerKey : gates.keySet()) {
            SubscribedPeriods own = new SubscribedPeriods(stretches.getOrDefault(customerKey, List.of()), plans);
            subscribed.put(customerKey, own);
            NavigableSet<Instant> askedStarts = startsOf(asked, customerKey);
            CustomerStandings standing = CustomerStandings.of(customerKey, standings);
            candidates.put(customerKey, candidates(own, standing, askedStarts, until));
        }
        BillingRows rows = rows(candidates, gates.keySet());
        Map<Long, Customer> byKey = customers.byKeys(gates.keySet());
        List<CustomerFacts> facts = new ArrayList<>();
        gates.forEach((customerKey, gate) -> facts.add(new CustomerFacts(
                gate,
                Objects.requireNonNull(byKey.get(customerKey), "customer " + customerKey),
                Objects.requireNonNull(subscribed.get(customerKey)),
                CustomerStandings.of(customerKey, standings),
                Objects.requireNonNull(candidates.get(customerKey)),
                rows)));
        return facts;
    }

    private static NavigableSet<Instant> startsOf(Collection<PeriodKey> asked, long customerKey) {
        NavigableSet<Instant> starts = new TreeSet<>();
        asked.stream().filter(key -> key.customerKey() == customerKey).forEach(key -> starts.add(key.periodStart()));
        return starts;
    }

    /** Open ones up to the last that was asked for, so that a customer's periods are closed in order, and all with news. */
    private static NavigableSet<BillingPeriod> candidates(
            SubscribedPeriods subscribed, CustomerStandings standing, NavigableSet<Instant> asked, Instant until) {
        NavigableSet<Instant> closed = standing.closed();
        NavigableSet<BillingPeriod> candidates = new TreeSet<>();
        subscribed.endingBy(until).stream()
                .filter(period -> !closed.contains(period.start()))
                .filter(period -> !period.start().isAfter(asked.last()))
                .forEach(candidates::add);
        standing.withNews().forEach(start -> candidates.add(BillingPeriod.monthContaining(start)));
        asked.stream().filter(closed::contains).forEach(start -> candidates.add(BillingPeriod.monthContaining(start)));
        return candidates;
    }

    private BillingRows rows(Map<Long, NavigableSet<BillingPeriod>> candidates, Collection<Long> customerKeys) {
        List<PeriodKey> keys = new ArrayList<>();
        candidates.forEach(
                (customerKey, own) -> own.forEach(period -> keys.add(new PeriodKey(customerKey, period.start()))));
        return new BillingRows(
                periods.read(keys),
                totals.usageOf(keys),
                invoiced.invoicedKeys(keys),
                invoiced.periodInvoices(keys),
                invoiced.balances(customerKeys));
    }
}
