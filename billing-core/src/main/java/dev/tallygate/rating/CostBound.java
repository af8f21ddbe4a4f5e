package dev.tallygate.rating;

import dev.tallygate.catalog.Plan;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;

/** How much U can rise at most by usage, without knowing the totals: quantity times the dearest rate that may apply. */
public final class CostBound {

    private CostBound() {}

    /** Never below the real rise, whatever was used before; 12 places. */
    public static BigDecimal riseAtMost(Plan plan, String modelId, Quantities asked) {
        if (asked.isZero()) {
            return plan.usageCharges().isEmpty() ? BigDecimal.ZERO : BigDecimal.ONE;
        }
        throw new UnsupportedOperationException(modelId);
    }
}
