package dev.tallygate.customer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes customers, each together with its gate, and keeps what is known about them. */
public interface CustomerRegistry {
    /**
     * Makes a customer; the same profile again answers the customer that exists.
     *
     * @throws dev.tallygate.rejection.Rejected {@code FIELD_INVALID}, or {@code CUSTOMER_EXISTS} where the id has another
     *     profile
     */
    Customer create(CustomerProfile profile);

    /** Reads the customer. */
    Optional<Customer> get(String customerId);

    /**
     * Reads the customer.
     *
     * @throws dev.tallygate.rejection.Rejected {@code CUSTOMER_NOT_FOUND}
     */
    Customer require(String customerId);

    /** Those that exist, by id; one statement, at most 1,000 ids. */
    Map<String, Customer> byIds(Collection<String> customerIds);

    /** Those that exist, by key; one statement, at most 1,000 keys. */
    Map<Long, Customer> byKeys(Collection<Long> customerKeys);

    /** The customer with the provider's id, for webhooks. */
    Optional<Customer> byProviderId(String provider, String providerCustomerId);

    /** Customers in the order of their keys, from the one after {@code afterCustomerKey}; 0 = from the first. */
    List<Customer> list(long afterCustomerKey, int limit);

    /**
     * Changes name or email.
     *
     * @throws dev.tallygate.rejection.Rejected {@code CUSTOMER_NOT_FOUND} or {@code FIELD_INVALID}
     */
    Customer update(String customerId, CustomerChange change);

    /**
     * Moves the status, under the gate; the status that it has already changes nothing. CLOSED ends the subscription at
     * this moment, or just after the newest usage.
     *
     * @throws dev.tallygate.rejection.Rejected {@code CUSTOMER_NOT_FOUND}, or {@code CUSTOMER_CLOSED} where it is closed
     */
    Customer changeStatus(String customerId, CustomerStatus next);

    /** Stores the provider's id for the customer, inside the caller's transaction. */
    void providerAnswered(long customerKey, String providerCustomerId);
}
