package dev.tallygate.customer;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.database.Transactions;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which plan version holds for which customer at which time; changed under the gate only. */
public final class SubscriptionBook {
    private final SubscriptionRepository repository;
    private final CustomerRegistry customers;
    private final PlanCatalog plans;
    private final Transactions transactions;
    private final Clock clock;

    public SubscriptionBook(
            JdbcClient jdbc, CustomerRegistry customers, PlanCatalog plans, Transactions transactions, Clock clock) {
        this.repository = new SubscriptionRepository(jdbc);
        this.customers = customers;
        this.plans = plans;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Puts a customer on the latest version of a plan, in the customer's currency, open-ended. The same id, plan and start again answers what exists.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}, {@code CUSTOMER_CLOSED}, {@code PLAN_NOT_FOUND}, {@code
     *     CURRENCY_MISMATCH}, {@code FIELD_INVALID}, or {@code SUBSCRIPTION_CONFLICT} where the id has other content, the
     *     time overlaps another subscription or reaches into a closed period
     */
    public Subscription create(SubscriptionRequest request) {
        FieldRules.id("subscription_id", request.subscriptionId());
        long customerKey = customers.require(request.customerId()).customerKey();
        return transactions.call(() -> {
            repository.lockGate(customerKey);
            Customer customer = customers.require(request.customerId());
            List<Stretch> all = repository.ofCustomer(customerKey);
            List<Stretch> before = ofSubscription(all, request.subscriptionId());
            if (before.isEmpty()) {
                insert(customer, request, all);
            } else {
                requireSame(before.getFirst(), request);
            }
            return read(customer, request.subscriptionId());
        });
    }

    /**
     * Whether {@link #create} would change nothing.
     *
     * @throws Rejected {@code SUBSCRIPTION_CONFLICT} where the id has other content
     */
    public boolean isThere(SubscriptionRequest request) {
        long customerKey = customers.require(request.customerId()).customerKey();
        List<Stretch> stretches = ofSubscription(repository.ofCustomer(customerKey), request.subscriptionId());
        stretches.stream().findFirst().ifPresent(first -> requireSame(first, request));
        return !stretches.isEmpty();
    }

    private void requireSame(Stretch before, SubscriptionRequest request) {
        boolean samePlan = plans.version(before.planVersionId()).plan().planId().equals(request.planId());
        Instant start = request.start();
        boolean sameStart = start == null || before.start().equals(UtcTimes.toMicros(start));
        if (!samePlan || !sameStart) {
            throw Rejected.of(
                    Reason.SUBSCRIPTION_CONFLICT,
                    "subscription_id: %s exists with another plan or start (expected: the same, or a new id)"
                            .formatted(request.subscriptionId()));
        }
    }

    private void insert(Customer customer, SubscriptionRequest request, List<Stretch> all) {
        requirePublished(request.planId());
        requireActive(customer);
        PlanVersion version = latest(customer, request.planId());
        Instant start = UtcTimes.toMicros(request.start() == null ? clock.instant() : request.start());
        requireFree(customer, start, all);
        repository.insert(
                customer.customerKey(),
                new Stretch(
                        request.subscriptionId(),
                        version.planVersionId(),
                        customer.profile().currency(),
                        start,
                        null),
                clock.instant());
        repository.tellChange(customer.customerKey(), start);
    }

    private void requireFree(Customer customer, Instant start, List<Stretch> all) {
        all.stream()
                .filter(stretch -> stretch.touches(start, Instant.MAX))
                .findFirst()
                .ifPresent(other -> {
                    throw Rejected.field(
                            Reason.SUBSCRIPTION_CONFLICT,
                            "start_time",
                            start,
                            "no earlier than the end of subscription %s, %s"
                                    .formatted(
                                            other.subscriptionId(),
                                            other.ends().map(Instant::toString).orElse("which is open")));
                });
        repository.closedUntil(customer.customerKey()).filter(start::isBefore).ifPresent(closed -> {
            throw Rejected.field(
                    Reason.SUBSCRIPTION_CONFLICT,
                    "start_time",
                    start,
                    "no earlier than the last closed period's end, " + closed);
        });
    }

    private PlanVersion requirePublished(String planId) {
        return plans.latest(planId)
                .orElseThrow(
                        () -> Rejected.field(Reason.PLAN_NOT_FOUND, "plan_id", planId, "a plan that is published"));
    }

    /**
     * The version that a customer gets who is put on the plan: the latest, in the customer's currency.
     *
     * @throws Rejected {@code PLAN_NOT_FOUND}, or {@code CURRENCY_MISMATCH} where the plan does not list that currency
     */
    public PlanVersion latest(Customer customer, String planId) {
        Plan first = requirePublished(planId).plan();
        return plans.latest(planId, customer.profile().currency()).orElseThrow(() -> mismatch(customer, first));
    }

    private static void requireActive(Customer customer) {
        if (customer.status() == CustomerStatus.CLOSED) {
            throw Rejected.of(
                    Reason.CUSTOMER_CLOSED,
                    "customer %s: CLOSED (expected: ACTIVE or SUSPENDED)".formatted(customer.customerId()));
        }
    }

    private static void requireCurrency(Customer customer, PlanVersion version) {
        if (!version.plan().currency().equals(customer.profile().currency())) {
            throw mismatch(customer, version.plan());
        }
    }

    private static Rejected mismatch(Customer customer, Plan plan) {
        return Rejected.field(
                Reason.CURRENCY_MISMATCH,
                "plan_id",
                plan.planId() + " in " + plan.listedCurrencies(),
                "a plan in " + customer.profile().currency() + ", the currency of customer " + customer.customerId());
    }

    /** Subscriptions of a customer in order of time; empty also where the customer is unknown. */
    public List<Subscription> list(String customerId) {
        return customers.get(customerId).map(this::subscriptions).orElse(List.of());
    }

    private List<Subscription> subscriptions(Customer customer) {
        return repository.ofCustomer(customer.customerKey()).stream()
                .collect(Collectors.groupingBy(Stretch::subscriptionId, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> new Subscription(customer.customerId(), entry.getKey(), entry.getValue()))
                .toList();
    }

    private Subscription read(Customer customer, String subscriptionId) {
        return subscriptions(customer).stream()
                .filter(subscription -> subscription.subscriptionId().equals(subscriptionId))
                .findFirst()
                .orElseThrow(() -> Rejected.field(
                        Reason.SUBSCRIPTION_NOT_FOUND,
                        "subscription_id",
                        subscriptionId,
                        "a subscription of customer " + customer.customerId()));
    }

    /**
     * Ends a subscription; the same end again changes nothing.
     *
     * @param end exclusive; null = the end of the calendar month of the later of now and the newest usage
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}, {@code SUBSCRIPTION_NOT_FOUND}, or {@code SUBSCRIPTION_CONFLICT} where
     *     the end would lengthen it, or cut off used or closed time
     */
    public Subscription cancel(String customerId, String subscriptionId, @Nullable Instant end) {
        Customer customer = customers.require(customerId);
        long customerKey = customer.customerKey();
        return transactions.call(() -> {
            Optional<Instant> newestUsage = repository.lockGate(customerKey);
            Subscription subscription = read(customer, subscriptionId);
            Instant ended = subscription.stretches().getLast().end();
            Instant wanted = end == null ? nextPeriodStart(newestUsage) : UtcTimes.toMicros(end);
            if (wanted.equals(ended) || (end == null && ended != null && ended.isBefore(wanted))) {
                return subscription;
            }
            requireCuttable(customerKey, subscription.stretches(), wanted, newestUsage);
            new StretchEditor(repository, customerKey).cut(subscription.stretches(), wanted);
            repository.tellChange(customerKey, wanted);
            return read(customer, subscriptionId);
        });
    }

    private void requireCuttable(
            long customerKey, List<Stretch> stretches, Instant end, Optional<Instant> newestUsage) {
        Instant start = stretches.getFirst().start();
        Instant usedUntil = newestUsage
                .filter(newest -> stretches.stream().anyMatch(stretch -> stretch.contains(newest)))
                .map(newest -> newest.plusNanos(1_000))
                .orElse(start.plusNanos(1_000));
        Instant earliest =
                repository.closedUntil(customerKey).filter(usedUntil::isBefore).orElse(usedUntil);
        Instant latest = stretches.getLast().ends().orElse(Instant.MAX);
        if (end.isBefore(earliest) || end.isAfter(latest)) {
            throw Rejected.field(
                    Reason.SUBSCRIPTION_CONFLICT,
                    "end_time",
                    end,
                    latest.equals(Instant.MAX)
                            ? "no earlier than " + earliest + ", up to where time is used or closed"
                            : "from " + earliest + " to " + latest);
        }
    }

    private Instant nextPeriodStart(Optional<Instant> newestUsage) {
        Instant now = clock.instant();
        Instant newest = newestUsage.filter(now::isBefore).orElse(now);
        return BillingPeriod.monthContaining(newest).end();
    }

    /**
     * Moves the customer's last subscription to this version, of its plan or of another one, from the start of the next
     * period that has no usage yet, or from its own start where that is later; replaces every later change of the
     * subscription. Where nothing would change nothing is written.
     *
     * @return the instant from which the version holds, or empty where nothing changed
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}, {@code CUSTOMER_CLOSED}, {@code CURRENCY_MISMATCH}, or {@code
     *     SUBSCRIPTION_NOT_FOUND} where no subscription reaches into the next period
     */
    public Optional<Instant> moveNextPeriod(String customerId, long planVersionId) {
        PlanVersion version = plans.version(planVersionId);
        long customerKey = customers.require(customerId).customerKey();
        return transactions.call(() -> {
            Instant nextPeriod = nextPeriodStart(repository.lockGate(customerKey));
            Customer customer = customers.require(customerId);
            requireActive(customer);
            requireCurrency(customer, version);
            return move(customer, version, nextPeriod);
        });
    }

    private Optional<Instant> move(Customer customer, PlanVersion version, Instant nextPeriod) {
        List<Stretch> stretches = lastSubscription(customer, nextPeriod);
        Instant start = stretches.getFirst().start();
        Instant from = start.isAfter(nextPeriod) ? start : nextPeriod;
        boolean holdsAlready = stretches.stream()
                .filter(stretch -> stretch.touches(from, Instant.MAX))
                .allMatch(stretch -> stretch.planVersionId() == version.planVersionId());
        if (holdsAlready) {
            return Optional.empty();
        }
        new StretchEditor(repository, customer.customerKey())
                .replaceFrom(stretches, from, version.planVersionId(), clock.instant());
        repository.tellChange(customer.customerKey(), from);
        return Optional.of(from);
    }

    /**
     * A corrected version of a plan holds in {@code [start, end)} wherever another version of it held; before and after all
     * stays as it is. The caller holds the gate and re-rates what was used.
     *
     * @param end exclusive; null = for ever
     */
    public void correct(long customerKey, PlanVersion version, Instant start, @Nullable Instant end) {
        String planId = version.plan().planId();
        StretchEditor editor = new StretchEditor(repository, customerKey);
        List<Stretch> wrong = repository.ofCustomer(customerKey).stream()
                .filter(stretch -> stretch.touches(start, end == null ? Instant.MAX : end))
                .filter(stretch -> stretch.planVersionId() != version.planVersionId())
                .filter(stretch ->
                        plans.version(stretch.planVersionId()).plan().planId().equals(planId))
                .toList();
        if (!wrong.isEmpty()) {
            repository.tellChange(customerKey, null);
        }
        wrong.forEach(stretch -> editor.replaceWithin(
                stretch, new Stretch("", version.planVersionId(), stretch.currency(), start, end), clock.instant()));
    }

    /** The start of the first subscribed time that is in no closed period; empty where there is none. */
    public Optional<Instant> firstOpen(long customerKey) {
        Optional<Instant> closed = repository.closedUntil(customerKey);
        return repository.ofCustomer(customerKey).stream()
                .map(stretch -> closed.filter(stretch.start()::isBefore)
                        .map(until -> {
                            boolean ended = stretch.ends()
                                    .filter(end -> !end.isAfter(until))
                                    .isPresent();
                            return ended ? Instant.MAX : until;
                        })
                        .orElse(stretch.start()))
                .filter(start -> start.isBefore(Instant.MAX))
                .min(Instant::compareTo);
    }

    private List<Stretch> lastSubscription(Customer customer, Instant nextPeriod) {
        List<Stretch> all = repository.ofCustomer(customer.customerKey());
        if (all.isEmpty() || !all.getLast().touches(nextPeriod, Instant.MAX)) {
            throw Rejected.of(
                    Reason.SUBSCRIPTION_NOT_FOUND,
                    "customer %s: no subscription from %s on (expected: one that is open then)"
                            .formatted(customer.customerId(), nextPeriod));
        }
        return ofSubscription(all, all.getLast().subscriptionId());
    }

    private static List<Stretch> ofSubscription(List<Stretch> all, String subscriptionId) {
        return all.stream()
                .filter(stretch -> stretch.subscriptionId().equals(subscriptionId))
                .toList();
    }

    /** Customers whose open-ended stretch is on one of these versions, by key; for a move of all of them. */
    public List<Customer> openOn(Collection<Long> planVersionIds, long afterCustomerKey, int limit) {
        if (planVersionIds.isEmpty()) {
            return List.of();
        }
        List<Long> keys = repository.openOn(planVersionIds, afterCustomerKey, limit);
        Map<Long, Customer> byKey = customers.byKeys(keys);
        return keys.stream().map(byKey::get).toList();
    }

    /** As {@link #keysOn}, the customers themselves. */
    public List<Customer> on(Collection<Long> planVersionIds, Instant since, long afterCustomerKey, int limit) {
        List<Long> keys = keysOn(planVersionIds, since, afterCustomerKey, limit);
        Map<Long, Customer> byKey = customers.byKeys(keys);
        return keys.stream().map(byKey::get).toList();
    }

    /** Keys of customers with a stretch on one of these versions that ends after {@code since} or never, ascending. */
    public List<Long> keysOn(Collection<Long> planVersionIds, Instant since, long afterCustomerKey, int limit) {
        return planVersionIds.isEmpty() ? List.of() : repository.on(planVersionIds, since, afterCustomerKey, limit);
    }

    /** The stretch that holds at the instant. */
    public Optional<Stretch> versionAt(long customerKey, Instant instant) {
        return repository.at(customerKey, instant);
    }

    /** The stretches that touch {@code [start, end)}, in order of time; one statement for at most 1,000 customers. */
    public Map<Long, List<Stretch>> stretches(Collection<Long> customerKeys, Instant start, Instant end) {
        return customerKeys.isEmpty() ? Map.of() : repository.touching(customerKeys, start, end);
    }
}
