package dev.tallygate.usage;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.time.BillingPeriod;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads what customers used in whole periods, in bulk: from totals, and the few events behind them that they do not hold yet.
 * What it reads belongs together only under the customers' gates or in one picture of the database.
 */
public final class TotalsReader {

    private final WindowReader windows;
    private final UsageTotalRepository totals;
    private final PlanCatalog catalog;

    TotalsReader(WindowReader windows, UsageTotalRepository totals, PlanCatalog catalog) {
        this.windows = windows;
        this.totals = totals;
        this.catalog = catalog;
    }

    /**
     * The usage of each period, by rating window and model, with every window that subscriptions give it, used or not. A
     * period in which the customer had no subscription is missing. A constant number of statements for 900 periods.
     */
    public NavigableMap<PeriodKey, PeriodUsage> usageOf(Collection<PeriodKey> periods) {
        return usageIn(windows.windowsOf(periods));
    }

    /** As {@link #usageOf}, where the windows are known. */
    public NavigableMap<PeriodKey, PeriodUsage> usageIn(Map<PeriodKey, List<RatingWindow>> windowsByPeriod) {
        return usageIn(
                windowsByPeriod,
                tailsOf(windowsByPeriod.keySet().stream()
                        .map(PeriodKey::customerKey)
                        .toList()));
    }

    /** What these customers used that totals do not hold; a customer without is missing. */
    Map<Long, Tail> tailsOf(Collection<Long> customerKeys) {
        return totals.tails(customerKeys);
    }

    /** As {@link #usageOf}, where windows and tails are known. */
    NavigableMap<PeriodKey, PeriodUsage> usageIn(
            Map<PeriodKey, List<RatingWindow>> windowsByPeriod, Map<Long, Tail> tails) {
        Map<WindowKey, NavigableMap<String, Quantities>> used = read(windowsByPeriod);
        tails.values()
                .forEach(tail -> tail.totals().forEach(total -> {
                    NavigableMap<String, Quantities> byModel = used.get(total.window());
                    if (byModel != null) {
                        byModel.merge(total.modelId(), total.quantities(), Quantities::plus);
                    }
                }));
        NavigableMap<PeriodKey, PeriodUsage> usage = new TreeMap<>();
        windowsByPeriod.forEach((key, periodWindows) -> {
            if (!periodWindows.isEmpty()) {
                List<WindowUsage> byWindow = periodWindows.stream()
                        .map(window -> usageOf(
                                window,
                                used.getOrDefault(new WindowKey(key.customerKey(), window.start()), new TreeMap<>())))
                        .toList();
                usage.put(key, new PeriodUsage(BillingPeriod.monthContaining(key.periodStart()), byWindow));
            }
        });
        return usage;
    }

    private Map<WindowKey, NavigableMap<String, Quantities>> read(Map<PeriodKey, List<RatingWindow>> windowsByPeriod) {
        Map<WindowKey, NavigableMap<String, Quantities>> used = new HashMap<>();
        windowsByPeriod.forEach((key, periodWindows) -> periodWindows.forEach(
                window -> used.put(new WindowKey(key.customerKey(), window.start()), new TreeMap<>())));
        for (UsageTotal total : totals.read(used.keySet())) {
            used.computeIfAbsent(total.window(), window -> new TreeMap<>()).put(total.modelId(), total.quantities());
        }
        return used;
    }

    private WindowUsage usageOf(RatingWindow window, NavigableMap<String, Quantities> byModel) {
        return new WindowUsage(window.start(), catalog.version(window.planVersionId()), byModel);
    }
}
