package dev.tallygate.rating;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The usage of one rating window alone, by model; the empty model is usage without one. May be empty. */
public record WindowUsage(Instant windowStart, PlanVersion version, NavigableMap<String, Quantities> byModel) {

    public WindowUsage {
        byModel = Collections.unmodifiableNavigableMap(new TreeMap<>(byModel));
    }

    WindowUsage plus(String modelId, Quantities quantities) {
        TreeMap<String, Quantities> more = new TreeMap<>(byModel);
        more.merge(modelId, quantities, Quantities::plus);
        return new WindowUsage(windowStart, version, more);
    }
}
