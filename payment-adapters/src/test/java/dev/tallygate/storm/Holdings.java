package dev.tallygate.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Customers and living invoices, in the same words for our books and for both providers.
 *
 * @param customers by our own names, one entry for each that there is
 */
record Holdings(List<String> customers, List<Held> invoices) {
    Holdings {
        customers = customers.stream().sorted().toList();
        invoices = List.copyOf(invoices);
    }

    /**
     * One living invoice.
     *
     * @param invoiceId ours
     * @param status DRAFT, FINALIZED, PAID or what else there is
     * @param lines each as {@code number:amount}, in the order of the numbers
     * @param money what came, and below zero what went back, each by itself
     * @param mails that the provider sent the customer about it
     */
    record Held(String invoiceId, String status, Sums sums, List<String> lines, List<Long> money, int mails) {
        Held {
            lines = lines.stream().sorted().toList();
            money = money.stream().sorted().toList();
        }
    }

    /** What is to come and what came, in minor units. */
    record Sums(String currency, long total, long paid) {}

    Holdings and(Holdings other) {
        return new Holdings(
                Stream.concat(customers.stream(), other.customers.stream()).toList(),
                Stream.concat(invoices.stream(), other.invoices.stream()).toList());
    }

    /** A sentence for whatever is there and not here, or the other way round, as often as that is so; empty = equal. */
    List<String> differencesTo(Holdings books) {
        List<String> differences = new ArrayList<>();
        compare(differences, "customer", customers, books.customers());
        compare(differences, "invoice", invoices, books.invoices());
        return differences;
    }

    private static <T> void compare(List<String> differences, String what, List<T> there, List<T> here) {
        without(there, here).forEach(one -> differences.add(what + " only at the provider: " + one));
        without(here, there).forEach(one -> differences.add(what + " only in the books: " + one));
    }

    private static <T> List<T> without(List<T> some, List<T> others) {
        List<T> left = new ArrayList<>(some);
        others.forEach(left::remove);
        return left;
    }
}
