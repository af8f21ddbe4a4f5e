package dev.tallygate.catalog;

import dev.tallygate.catalog.FixedMeters.FixedMeter;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.KnownMeters;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Which aggregation each meter of one's own has, read once: what is fixed never changes. A meter that nothing has fixed is a
 * sum as long as nobody declares it otherwise, so that is never remembered. By many threads.
 */
public final class MeterBook implements KnownMeters {

    /** Callers name meters freely: beyond so many each is read every time. */
    private static final int REMEMBERED_MAX = 10_000;

    private final MeterRepository repository;
    private final Clock clock;
    private final ConcurrentHashMap<String, Aggregation> fixed = new ConcurrentHashMap<>();

    MeterBook(MeterRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    @Override
    public Aggregation of(String meter) {
        Aggregation known = fixed.get(meter);
        return known != null ? known : read(Set.of(meter)).getOrDefault(meter, Aggregation.SUM);
    }

    /** What {@link #of} says of each of these, read in one statement where not all of it is known. */
    public KnownMeters of(Collection<String> meters) {
        TreeSet<String> unknown = new TreeSet<>(meters);
        unknown.removeIf(fixed::containsKey);
        return unknown.isEmpty() ? this : new Read(fixed, read(unknown));
    }

    /** What is remembered, and what was read beside it. */
    private record Read(Map<String, Aggregation> fixed, Map<String, Aggregation> found) implements KnownMeters {

        @Override
        public Aggregation of(String meter) {
            Aggregation known = fixed.get(meter);
            return known != null ? known : found.getOrDefault(meter, Aggregation.SUM);
        }

        @Override
        public boolean knows(Collection<String> meters) {
            return meters.stream().allMatch(meter -> fixed.containsKey(meter) || found.containsKey(meter));
        }
    }

    @Override
    public boolean knows(Collection<String> meters) {
        return fixed.keySet().containsAll(meters);
    }

    /**
     * Fixes these as sums, in the transaction that records them first.
     *
     * @throws ConcurrencyFailureException where one was declared otherwise meanwhile: what was judged is to be judged again
     */
    public void fixSums(SortedSet<String> meters) {
        meters.forEach(
                meter -> repository.addNew(new FixedMeter(meter, Aggregation.SUM, Optional.empty()), clock.instant()));
        repository.find(meters).values().forEach(found -> {
            if (found.aggregation() != Aggregation.SUM) {
                throw new ConcurrencyFailureException("meter " + found.meter() + " was declared "
                        + found.aggregation().word() + " while it was first recorded");
            }
        });
    }

    /** For when the database is another one than before. */
    public void forget() {
        fixed.clear();
    }

    /** Remembers what it finds, but not what an open transaction of its own may yet take back: who fixes does not ask here. */
    private Map<String, Aggregation> read(Collection<String> meters) {
        Map<String, Aggregation> found = new HashMap<>();
        repository.find(meters).forEach((meter, row) -> found.put(meter, row.aggregation()));
        found.forEach((meter, aggregation) -> {
            if (fixed.size() < REMEMBERED_MAX) {
                fixed.put(meter, aggregation);
            }
        });
        return found;
    }
}
