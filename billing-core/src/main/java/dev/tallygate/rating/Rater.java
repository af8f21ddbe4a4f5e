package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rates a period's totals: A for each key, U for the period. */
public final class Rater {

    private Rater() {}

    /** All keys of all windows; throws {@link ArithmeticException} where a sum does not fit 64 bits. */
    public static RatedPeriod rate(PeriodUsage usage) {
        List<RatedKey> keys = new ArrayList<>();
        Set<Unpriced> unpriced = new LinkedHashSet<>();
        BigDecimal usageCost = Amounts.ZERO;
        for (WindowCost window : windowsOf(usage)) {
            keys.addAll(window.keys());
            unpriced.addAll(window.unpriced());
            usageCost = usageCost.add(window.cost());
        }
        return new RatedPeriod(keys, usageCost, unpriced);
    }

    /** A of a quantity of a charge that has one price for all models; no allowance is taken off. */
    public static BigDecimal amountOf(UsageCharge charge, long quantity) {
        Price price = charge.rates().prices().iterator().next();
        return Amounts.of(price, charge.per(), quantity, quantity);
    }

    /** Each window with what the others used. */
    static List<WindowCost> windowsOf(PeriodUsage usage) {
        List<WindowCost> windows = new ArrayList<>();
        for (int i = 0; i < usage.windows().size(); i++) {
            windows.add(new WindowCost(usage.windows(), i));
        }
        return windows;
    }
}
