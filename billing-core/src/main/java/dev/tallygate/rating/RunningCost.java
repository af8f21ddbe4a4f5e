package dev.tallygate.rating;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * U of one customer's period while usage arrives: each addition answers what it costs, and touches only the keys that it
 * concerns. Agrees with {@link Rater} to all 12 places after every addition, in any order. Not for several threads.
 */
public final class RunningCost {

    /** Costs are decimal(38,12): 26 digits before the point. */
    static final BigDecimal COST_MAX = BigDecimal.TEN.pow(26).subtract(BigDecimal.ONE);

    /** Below it no event reaches the maximum: 10^12 units at 10^6 each are 10^18 for a meter and a charge. */
    static final BigDecimal COST_NEAR_MAX = BigDecimal.TEN.pow(25);

    private final List<WindowCost> windows;
    private final boolean looksAtWholePeriod;
    private BigDecimal usageCost = Amounts.ZERO;

    public RunningCost(PeriodUsage usage) {
        windows = Rater.windowsOf(usage);
        for (WindowCost window : windows) {
            usageCost = usageCost.add(window.cost());
        }
        looksAtWholePeriod = windows.stream().anyMatch(WindowCost::looksAtWholePeriod);
    }

    /**
     * True where every total, every sum pooled over models and meters, and U stay within their bounds after the addition;
     * otherwise it must be refused (TOTAL_OVERFLOW) and not added.
     */
    public boolean fits(Instant windowStart, String modelId, Quantities quantities) {
        int index = indexOf(windowStart);
        if (windows.get(index).totalOf(modelId).exceedsTotalMaxWith(quantities)) {
            return false;
        }
        for (int i = 0; i < windows.size(); i++) {
            if (isTouched(i, index) && !windows.get(i).fits(modelId, quantities)) {
                return false;
            }
        }
        return costFits(index, modelId, quantities);
    }

    /** Usage of a window concerns it and the later ones, and those that look at the whole period. */
    private boolean isTouched(int window, int index) {
        return window >= index || windows.get(window).looksAtWholePeriod();
    }

    /**
     * Adds usage (negative: takes it away) and answers U(after) − U(before), 12 places.
     *
     * @throws IllegalArgumentException for a window that the period usage did not list
     */
    public BigDecimal add(Instant windowStart, String modelId, Quantities quantities) {
        int index = indexOf(windowStart);
        BigDecimal change = windows.get(index).add(modelId, quantities);
        for (int i = 0; i < index; i++) {
            change = change.add(windows.get(i).addAfter(modelId, quantities));
        }
        for (WindowCost later : windows.subList(index + 1, windows.size())) {
            change = change.add(later.addBefore(modelId, quantities));
        }
        usageCost = usageCost.add(change);
        return change;
    }

    /** U, 12 places. */
    public BigDecimal usageCost() {
        return usageCost;
    }

    /** How many (window, model, meter) have a quantity and no price. */
    public int unpricedCount() {
        int count = 0;
        for (WindowCost window : windows) {
            count += window.unpricedCount();
        }
        return count;
    }

    /** True where this usage of the model has no price in the window's plan. */
    public boolean isUnpriced(Instant windowStart, String modelId, Quantities quantities) {
        return windows.get(indexOf(windowStart)).isUnpriced(modelId, quantities);
    }

    /**
     * The quantity that draws on an allowance of the last window's plan, over the whole period; it may exceed what is included.
     * 0 where the plan has no such allowance.
     */
    public long used(String allowanceId) {
        return windows.isEmpty() ? 0 : windows.getLast().used(allowanceId);
    }

    /** All usage as added so far, by window. */
    public List<WindowUsage> usage() {
        return windows.stream().map(WindowCost::usage).toList();
    }

    private boolean costFits(int index, String modelId, Quantities quantities) {
        if (!looksAtWholePeriod && usageCost.compareTo(COST_NEAR_MAX) < 0) {
            return true;
        }
        BigDecimal most = usageCost;
        for (int i = 0; i < windows.size(); i++) {
            if (isTouched(i, index)) {
                most = most.add(windows.get(i).volumeAtMost(modelId, quantities))
                        .add(CostBound.riseAtMost(windows.get(i).plan(), modelId, quantities));
            }
        }
        return most.compareTo(COST_MAX) <= 0;
    }

    private int indexOf(Instant windowStart) {
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).windowStart().equals(windowStart)) {
                return i;
            }
        }
        throw new IllegalArgumentException("window_start: " + windowStart + " (expected: a window of the period)");
    }
}
