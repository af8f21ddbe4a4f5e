package dev.tallygate.customer;

import dev.tallygate.database.Chunks;
import dev.tallygate.database.Transactions;
import dev.tallygate.party.Buyer;
import dev.tallygate.party.LegalEntities;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes customers, each together with its gate, and keeps what is known about them. */
public final class CustomerRegistry {
    private final CustomerRepository repository;
    private final SubscriptionRepository subscriptions;
    private final Transactions transactions;
    private final LegalEntities sellers;
    private final Supplier<List<CustomerListener>> listeners;
    private final Clock clock;

    /** Asks for the listeners when a customer is made: they may know this registry. */
    public CustomerRegistry(
            JdbcClient jdbc, Transactions transactions, Supplier<List<CustomerListener>> listeners, Clock clock) {
        this.sellers = new LegalEntities(jdbc, transactions, clock);
        this.repository = new CustomerRepository(jdbc);
        this.subscriptions = new SubscriptionRepository(jdbc);
        this.transactions = transactions;
        this.listeners = listeners;
        this.clock = clock;
    }

    /**
     * Makes a customer; the same profile again answers the customer that exists.
     *
     * @throws Rejected {@code FIELD_INVALID}, or {@code CUSTOMER_EXISTS} where the id has another profile
     */
    public Customer create(CustomerProfile profile) {
        return create(profile, Buyer.NONE);
    }

    /**
     * As {@link #create(CustomerProfile)}, with what it wants on its invoices. Of a customer that exists this is not
     * compared and not changed: {@link #update} does that.
     */
    public Customer create(CustomerProfile profile, Buyer buyer) {
        profile.check();
        checkBuyer(buyer);
        Optional<Customer> before = repository.byId(profile.customerId());
        if (before.isPresent()) {
            return sameAs(before.get(), profile);
        }
        try {
            return transactions.call(() -> insert(profile, buyer));
        } catch (DuplicateKeyException twinWasFirst) {
            return sameAs(repository.byId(profile.customerId()).orElseThrow(() -> twinWasFirst), profile);
        }
    }

    /** Throws {@code FIELD_INVALID} for the first field that is out of bounds, or names a legal entity that there is not. */
    void checkBuyer(Buyer buyer) {
        buyer.check();
        sellers.requireEntityOf(buyer);
    }

    private Customer insert(CustomerProfile profile, Buyer buyer) {
        Instant createdTime = UtcTimes.toMicros(clock.instant());
        long customerKey = repository.insert(profile, buyer, createdTime);
        subscriptions.insertGate(customerKey);
        Customer made =
                new Customer(customerKey, profile, buyer, CustomerStatus.ACTIVE, null, createdTime, createdTime);
        listeners.get().forEach(listener -> listener.created(made));
        return made;
    }

    private static Customer sameAs(Customer before, CustomerProfile profile) {
        if (!before.profile().equals(profile)) {
            throw Rejected.of(
                    Reason.CUSTOMER_EXISTS,
                    "customer_id: %s exists with another name, email, currency or provider (expected: the same, or a new id)"
                            .formatted(profile.customerId()));
        }
        return before;
    }

    /** Reads the customer; a text that cannot be an id is the id of nobody. */
    public Optional<Customer> get(String customerId) {
        return FieldRules.isId(customerId, FieldRules.ID_BYTES_MAX) ? repository.byId(customerId) : Optional.empty();
    }

    /**
     * Reads the customer.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}
     */
    public Customer require(String customerId) {
        return get(customerId).orElseThrow(() -> notFound(customerId));
    }

    /** What a caller hears who names a customer that does not exist, or that its key may not see. */
    public static Rejected notFound(String customerId) {
        return Rejected.field(Reason.CUSTOMER_NOT_FOUND, "customer_id", customerId, "the id of a customer that exists");
    }

    /** Those that exist, by id; one statement, at most 1,000 ids. */
    public Map<String, Customer> byIds(Collection<String> customerIds) {
        return customerIds.isEmpty() ? Map.of() : mapped(repository.byIds(customerIds), Customer::customerId);
    }

    /** The keys of those that exist, by id, of any number of ids, which may repeat. */
    public Map<String, Long> keysOf(Stream<String> customerIds) {
        Map<String, Long> keys = new HashMap<>();
        for (List<String> chunk : Chunks.of(new TreeSet<>(customerIds.toList()))) {
            byIds(chunk).forEach((id, customer) -> keys.put(id, customer.customerKey()));
        }
        return keys;
    }

    /** Those that exist, by key; one statement, at most 1,000 keys. */
    public Map<Long, Customer> byKeys(Collection<Long> customerKeys) {
        return customerKeys.isEmpty() ? Map.of() : mapped(repository.byKeys(customerKeys), Customer::customerKey);
    }

    private static <K> Map<K, Customer> mapped(List<Customer> customers, Function<Customer, K> key) {
        return customers.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
    }

    /** The customer with the provider's id, for webhooks. */
    public Optional<Customer> byProviderId(String provider, String providerCustomerId) {
        return repository.byProviderId(provider, providerCustomerId);
    }

    /** Customers in the order of their keys, from the one after {@code afterCustomerKey}; 0 = from the first. */
    public List<Customer> list(long afterCustomerKey, int limit) {
        return repository.list(afterCustomerKey, limit);
    }

    /**
     * Changes name, email or what stands on invoices; those that are finalized stay as they are.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND} or {@code FIELD_INVALID}
     */
    public Customer update(String customerId, CustomerChange change) {
        return underGate(customerId, customer -> {
            CustomerProfile changed = customer.profile().with(change);
            Buyer buyer = Objects.requireNonNullElse(change.buyer(), customer.buyer());
            changed.check();
            checkBuyer(buyer);
            repository.updateContact(customer.customerKey(), changed, buyer, clock.instant());
        });
    }

    /**
     * Moves the status, under the gate; the status that it has already changes nothing. CLOSED ends the subscription at
     * this moment, or just after the newest usage.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}, or {@code CUSTOMER_CLOSED} where it is closed
     */
    public Customer changeStatus(String customerId, CustomerStatus next) {
        return underGate(customerId, customer -> {
            if (customer.status() != next) {
                moveStatus(customer, next);
            }
        });
    }

    private void moveStatus(Customer customer, CustomerStatus next) {
        boolean moved = customer.status().canBecome(next)
                && repository.moveStatus(customer.customerKey(), customer.status(), next, clock.instant());
        if (!moved) {
            throw Rejected.of(
                    Reason.CUSTOMER_CLOSED,
                    "customer %s: %s (expected: a customer that can become %s)"
                            .formatted(customer.customerId(), customer.status(), next));
        }
        Instant ended = next == CustomerStatus.CLOSED ? endSubscriptions(customer.customerKey()) : null;
        subscriptions.tellChange(customer.customerKey(), ended);
    }

    /** The gate is held already: locking it once more only reads it. */
    private Instant endSubscriptions(long customerKey) {
        Instant now = UtcTimes.toMicros(clock.instant());
        Instant end = subscriptions
                .lockGate(customerKey)
                .map(newest -> newest.plusNanos(1_000))
                .filter(afterUsage -> afterUsage.isAfter(now))
                .orElse(now);
        new StretchEditor(subscriptions, customerKey).cutAll(end);
        return end;
    }

    private Customer underGate(String customerId, Consumer<Customer> change) {
        long customerKey = require(customerId).customerKey();
        return transactions.call(() -> {
            subscriptions.lockGate(customerKey);
            change.accept(require(customerId));
            return require(customerId);
        });
    }

    /** Stores the provider's id for the customer, inside the caller's transaction. */
    public void providerAnswered(long customerKey, String providerCustomerId) {
        repository.setProviderCustomerId(customerKey, providerCustomerId, clock.instant());
    }
}
