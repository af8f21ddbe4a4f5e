package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Stretch;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One customer's subscribed time, cut into billing periods and rating windows. */
final class SubscribedPeriods {
    private final List<Stretch> stretches;
    private final PlanCatalog plans;

    SubscribedPeriods(List<Stretch> stretches, PlanCatalog plans) {
        this.stretches = List.copyOf(stretches);
        this.plans = plans;
    }

    /** Periods with subscribed time that end at {@code until} or before. */
    NavigableSet<BillingPeriod> endingBy(Instant until) {
        NavigableSet<BillingPeriod> periods = new TreeSet<>();
        stretches.forEach(stretch -> addPeriods(stretch, until, periods));
        return periods;
    }

    private static void addPeriods(Stretch stretch, Instant until, NavigableSet<BillingPeriod> periods) {
        BillingPeriod period = BillingPeriod.monthContaining(stretch.start());
        while (!period.end().isAfter(until) && stretch.touches(period.start(), period.end())) {
            periods.add(period);
            period = period.next();
        }
    }

    /** The period's windows in order of time; none where no subscribed time is in it. */
    List<FlatFee.Stretch> windows(BillingPeriod period) {
        return RatingWindow.of(period, stretches).stream()
                .map(window -> new FlatFee.Stretch(window.start(), window.end(), plans.version(window.planVersionId())))
                .toList();
    }

    /**
     * The version of the period's last window: its grace and corrections hold.
     *
     * @throws IllegalStateException where no subscribed time is in the period
     */
    PlanVersion lastVersion(BillingPeriod period) {
        List<FlatFee.Stretch> windows = windows(period);
        if (windows.isEmpty()) {
            throw new IllegalStateException("period " + period.label() + " has no subscribed time");
        }
        return windows.getLast().version();
    }

    /** Whether a period of this currency is neither closed nor will stay without an end: its PERIOD invoice is to come. */
    boolean hasPeriodToCome(Currency currency, NavigableSet<Instant> closedStarts) {
        return stretches.stream()
                .filter(stretch -> stretch.currency().equals(currency))
                .anyMatch(stretch -> stretch.ends()
                        .map(end -> anyOpen(stretch, end, closedStarts))
                        .orElse(true));
    }

    private static boolean anyOpen(Stretch stretch, Instant end, NavigableSet<Instant> closedStarts) {
        BillingPeriod period = BillingPeriod.monthContaining(stretch.start());
        while (period.start().isBefore(end)) {
            if (!closedStarts.contains(period.start())) {
                return true;
            }
            period = period.next();
        }
        return false;
    }
}
