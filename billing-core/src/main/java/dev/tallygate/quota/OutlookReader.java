package dev.tallygate.quota;

import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.usage.TotalsReader;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the outlook of periods for whoever changes nothing: totals, and holds where some live. */
final class OutlookReader {

    private final TotalsReader totals;
    private final HoldBook holds;

    OutlookReader(TotalsReader totals, HoldBook holds) {
        this.totals = totals;
        this.holds = holds;
    }

    /** A source of fresh outlooks of each standing's period; a period without a subscription is missing. */
    Map<PeriodKey, Supplier<Outlook>> of(Collection<Standing> standings, Instant now) {
        Map<PeriodKey, List<RatingWindow>> windows = new TreeMap<>();
        Map<PeriodKey, LivingHolds> living = new TreeMap<>();
        for (Standing standing : standings) {
            windows.put(standing.period(), standing.windows());
            living.put(standing.period(), standing.holds());
        }
        Map<PeriodKey, PeriodUsage> usage = totals.usageIn(windows);
        Map<PeriodKey, SortedMap<String, HeldQuantities>> held = holds.heldIn(living, now);
        Instant from = now.minus(Reservation.TTL_MAX);
        Map<PeriodKey, Supplier<Outlook>> outlooks = new HashMap<>();
        usage.forEach((period, used) ->
                outlooks.put(period, () -> new Outlook(used, held.getOrDefault(period, new TreeMap<>()), from)));
        return outlooks;
    }
}
