package dev.tallygate.rating;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A rated period: each key with usage (by window, then in plan order, then by key), U = the sum of their amounts to 12 places,
 * and what had no price.
 */
public record RatedPeriod(List<RatedKey> keys, BigDecimal usageCost, Set<Unpriced> unpriced) {

    public RatedPeriod {
        keys = List.copyOf(keys);
        unpriced = Collections.unmodifiableSet(new LinkedHashSet<>(unpriced));
    }
}
