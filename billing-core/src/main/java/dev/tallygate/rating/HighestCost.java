package dev.tallygate.rating;

import dev.tallygate.meter.HeldQuantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The highest U that a period can come to while what is held may be used, wholly, in part or not at all (ledger, section 6).
 * It is the sum of each key's own highest: never below a real outcome, and equal to one but for parts of a whole under
 * tiers or allowances, for holds that may land on both sides of a plan change, and for several volume prices, of which each has
 * its own dearest quantity.
 */
public final class HighestCost {

    private final List<WindowCost> windows;
    private final List<WindowCost> past;
    private final List<WindowCost> open;
    private BigDecimal usageCost = Amounts.ZERO;

    /**
     * @param committed what is used already
     * @param from what is held is used at this instant or later
     */
    public HighestCost(PeriodUsage committed, Instant from) {
        windows = Rater.windowsOf(committed);
        int first = 0;
        for (int i = 0; i < windows.size(); i++) {
            usageCost = usageCost.add(windows.get(i).cost());
            if (!windows.get(i).windowStart().isAfter(from)) {
                first = i;
            }
        }
        windows.forEach(WindowCost::beginHolds);
        past = windows.subList(0, first);
        open = windows.subList(first, windows.size());
    }

    /** True where totals, pooled sums and U stay within their bounds with this hold on top; otherwise it must not be added. */
    public boolean fits(String modelId, HeldQuantities held) {
        return windows.stream()
                        .filter(window -> open.contains(window) || window.looksAtWholePeriod())
                        .allMatch(window -> window.fits(modelId, held))
                && usageCost.compareTo(RunningCost.COST_NEAR_MAX) < 0;
    }

    /** Adds what may be used of the model: at most once in all of the windows, so in each of them at most all of it. */
    public void hold(String modelId, HeldQuantities held) {
        for (WindowCost window : past) {
            usageCost = usageCost.add(window.holdAfter(modelId, held));
        }
        for (WindowCost window : open) {
            usageCost = usageCost.add(window.hold(modelId, held));
        }
    }

    /** The highest U, 12 places. */
    public BigDecimal usageCost() {
        return usageCost;
    }

    /** The most that may draw on an allowance of the last window's plan; 0 where the plan has no such allowance. */
    public long used(String allowanceId) {
        return windows.isEmpty() ? 0 : windows.getLast().used(allowanceId);
    }
}
