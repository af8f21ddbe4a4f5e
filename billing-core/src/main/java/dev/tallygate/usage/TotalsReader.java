package dev.tallygate.usage;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.rating.PeriodUsage;
import java.util.Collection;
import java.util.Map;

/** Reads what customers used in whole periods, in bulk, from totals and never from events. */
public interface TotalsReader {

    /**
     * The usage of each period, by rating window and model, with every window that subscriptions give it, used or not. A
     * period in which the customer had no subscription is missing. A constant number of statements for 900 periods.
     */
    Map<PeriodKey, PeriodUsage> usageOf(Collection<PeriodKey> periods);
}
