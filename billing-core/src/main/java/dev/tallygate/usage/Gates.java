package dev.tallygate.usage;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The customers of one group at their gates.
 *
 * @param byId by customer_id; one that is missing does not exist
 * @param looksUp whether ids that may be known already were looked up
 */
public record Gates(Map<String, CustomerAtGate> byId, Moment moment, boolean looksUp) {

    /** Empty where there is no such customer. */
    public Optional<CustomerAtGate> customer(String customerId) {
        return Optional.ofNullable(byId.get(customerId));
    }

    /** Ascending by key: the order in which gates are locked. */
    Collection<CustomerAtGate> inOrder() {
        TreeMap<Long, CustomerAtGate> byKey = new TreeMap<>();
        byId.values().forEach(customer -> byKey.put(customer.customerKey(), customer));
        return byKey.values();
    }
}
