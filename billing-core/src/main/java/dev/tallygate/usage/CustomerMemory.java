package dev.tallygate.usage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lane remembers of its customers between groups. Whoever uses a state takes it out and keeps it again after the
 * commit: what failed half way is forgotten by itself. Those that were not used for longest are forgotten first. Not for
 * several threads.
 */
final class CustomerMemory {

    /** Customers, their models and their reservations, counted together: some hundred bytes each. */
    private static final int WEIGHT_MAX = 100_000;

    private final Map<String, CustomerState> byId = new LinkedHashMap<>();
    private int weight;

    @Nullable
    CustomerState take(String customerId) {
        CustomerState state = byId.remove(customerId);
        if (state != null) {
            weight -= state.weight();
        }
        return state;
    }

    void keep(CustomerState state) {
        if (!state.canBeKept()) {
            return;
        }
        CustomerState before = byId.put(state.customerId(), state);
        weight += state.weight() - (before == null ? 0 : before.weight());
        Iterator<CustomerState> oldest = byId.values().iterator();
        while (weight > WEIGHT_MAX && oldest.hasNext()) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    /** For when what is known may not be what is stored: a database that was away may have been restored. */
    void clear() {
        byId.clear();
        weight = 0;
    }
}
