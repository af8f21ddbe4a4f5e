package dev.tallygate.invoice;

import dev.tallygate.invoice.DuePeriodRepository.Standing;
import dev.tallygate.ledger.PeriodKey;
import java.time.Instant;
import java.util.Currency;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the periods of one customer stand that have a row, by their start. */
record CustomerStandings(NavigableMap<Instant, Standing> byStart) {

    static CustomerStandings of(long customerKey, NavigableMap<PeriodKey, Standing> all) {
        NavigableMap<Instant, Standing> own = new TreeMap<>();
        PeriodKey first = new PeriodKey(customerKey, Instant.MIN);
        PeriodKey last = new PeriodKey(customerKey, Instant.MAX);
        all.subMap(first, last).forEach((key, standing) -> own.put(key.periodStart(), standing));
        return new CustomerStandings(own);
    }

    NavigableSet<Instant> closed() {
        NavigableSet<Instant> starts = new TreeSet<>(byStart.keySet());
        starts.removeIf(start -> byStart.get(start) == Standing.OPEN);
        return starts;
    }

    NavigableSet<Instant> withNews() {
        NavigableSet<Instant> starts = new TreeSet<>(byStart.keySet());
        starts.removeIf(start -> byStart.get(start) != Standing.CLOSED_WITH_NEWS);
        return starts;
    }

    /** The last closed period of a customer of whom no further PERIOD invoice in one of the currencies will come. */
    Optional<Instant> lastOfAll(SubscribedPeriods subscribed, Set<Currency> currencies) {
        NavigableSet<Instant> closed = closed();
        boolean allCome = currencies.stream().allMatch(currency -> subscribed.hasPeriodToCome(currency, closed));
        return allCome || closed.isEmpty() ? Optional.empty() : Optional.of(closed.last());
    }
}
