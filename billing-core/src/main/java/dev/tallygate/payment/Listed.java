package dev.tallygate.payment;

import java.util.List;
import java.util.Optional;

/** One page of a provider's list, or no answer. */
public sealed interface Listed<T> {

    /**
     * What one page has.
     *
     * @param next names the page after this one; empty = this was the last
     */
    record Page<T>(List<T> items, Optional<String> next) implements Listed<T> {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** No answer that could be used. */
    record Unknown<T>(String why) implements Listed<T> {}

    /** A list without anything. */
    static <T> Listed<T> nothing() {
        return new Page<>(List.of(), Optional.empty());
    }
}
