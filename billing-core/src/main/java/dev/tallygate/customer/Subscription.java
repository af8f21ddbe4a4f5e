package dev.tallygate.customer;

import java.util.List;

/** A customer's subscription: its stretches in order of time, each under one plan version. */
public record Subscription(String customerId, String subscriptionId, List<Stretch> stretches) {
    /** Copies the stretches. */
    public Subscription {
        stretches = List.copyOf(stretches);
    }
}
