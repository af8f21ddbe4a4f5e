package dev.tallygate.payment;

import java.util.List;
import java.util.Optional;

/**
 * One page of what happened at a provider, in any order.
 *
 * @param bodies each as {@link PaymentProvider#read} reads a webhook
 * @param next where the following page begins; empty = this is the last one
 */
public record EventPage(List<String> bodies, Optional<String> next) {
    /** The first page. */
    public static final String FIRST = "";

    public EventPage {
        bodies = List.copyOf(bodies);
    }
}
