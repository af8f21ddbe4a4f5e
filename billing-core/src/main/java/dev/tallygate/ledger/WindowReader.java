package dev.tallygate.ledger;

import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Chunks;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the rating windows of periods, which follow from subscriptions. */
public final class WindowReader {

    private final SubscriptionBook subscriptions;

    public WindowReader(SubscriptionBook subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** The windows of each period in order of time; a period that no subscription touches has none. */
    public NavigableMap<PeriodKey, List<RatingWindow>> windowsOf(Collection<PeriodKey> periods) {
        NavigableMap<PeriodKey, List<RatingWindow>> windows = new TreeMap<>();
        if (periods.isEmpty()) {
            return windows;
        }
        Map<Long, List<Stretch>> stretches = stretchesOf(periods);
        for (PeriodKey key : periods) {
            BillingPeriod period = BillingPeriod.monthContaining(key.periodStart());
            windows.put(key, RatingWindow.of(period, stretches.getOrDefault(key.customerKey(), List.of())));
        }
        return windows;
    }

    private Map<Long, List<Stretch>> stretchesOf(Collection<PeriodKey> periods) {
        TreeSet<Instant> starts =
                periods.stream().map(PeriodKey::periodStart).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<Long> customerKeys =
                periods.stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new));
        Instant end = BillingPeriod.monthContaining(starts.last()).end();
        Map<Long, List<Stretch>> stretches = new HashMap<>();
        for (List<Long> chunk : Chunks.of(customerKeys)) {
            stretches.putAll(subscriptions.stretches(chunk, starts.first(), end));
        }
        return stretches;
    }
}
