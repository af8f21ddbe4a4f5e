package dev.tallygate.payment;

import java.util.Collection;
import java.util.List;

/**
 * What may be called now.
 *
 * @param providers at least one
 * @param closedKinds kinds of call that wait all the same, as {@code provider/KIND}
 */
record OpenAccounts(Collection<String> providers, Collection<String> closedKinds) {
    OpenAccounts {
        providers = List.copyOf(providers);
        closedKinds = closedKinds.isEmpty() ? List.of("") : List.copyOf(closedKinds);
    }
}
