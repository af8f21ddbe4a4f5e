package dev.tallygate.rating;

import dev.tallygate.meter.Quantities;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;

/**
 * The usage of one customer's period: its rating windows in order of time, all of one currency. A window without usage is
 * listed too where usage may still be added to it.
 */
public record PeriodUsage(BillingPeriod period, List<WindowUsage> windows) {

    public PeriodUsage {
        windows = List.copyOf(windows);
        for (int i = 1; i < windows.size(); i++) {
            requireFollows(windows.get(i - 1), windows.get(i));
        }
    }

    /** With more usage of a model in one of its windows. */
    public PeriodUsage plus(Instant windowStart, String modelId, Quantities quantities) {
        List<WindowUsage> more = windows.stream()
                .map(window -> window.windowStart().equals(windowStart) ? window.plus(modelId, quantities) : window)
                .toList();
        return new PeriodUsage(period, more);
    }

    private static void requireFollows(WindowUsage earlier, WindowUsage later) {
        if (!earlier.windowStart().isBefore(later.windowStart())) {
            throw new IllegalArgumentException(
                    "window_start: " + later.windowStart() + " (expected: after " + earlier.windowStart() + ")");
        }
        if (!earlier.version().plan().currency().equals(later.version().plan().currency())) {
            throw new IllegalArgumentException(
                    "currency: " + later.version().plan().currency() + " (expected: "
                            + earlier.version().plan().currency() + " in the whole period)");
        }
    }
}
