package dev.tallygate.usage;

import dev.tallygate.meter.Quantities;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one customer used behind its totals_seq: {@code usage_totals} do not hold it yet, and every reader adds it to them. Not
 * for several threads.
 */
final class Tail {

    private final Map<Place, Quantities> used = new HashMap<>();
    private long rows;

    private record Place(WindowKey window, String modelId) {}

    /** Adds what so many rows used. */
    void add(WindowKey window, String modelId, Quantities quantities, long rowCount) {
        used.merge(new Place(window, modelId), quantities, Quantities::plus);
        rows += rowCount;
    }

    /** How many rows it is of. */
    long rows() {
        return rows;
    }

    /** What is to be added to the totals. */
    Collection<UsageTotal> totals() {
        List<UsageTotal> totals = new ArrayList<>(used.size());
        used.forEach((place, quantities) -> totals.add(new UsageTotal(place.window(), place.modelId(), quantities)));
        return totals;
    }

    /** The totals hold all of it now. */
    void clear() {
        used.clear();
        rows = 0;
    }
}
