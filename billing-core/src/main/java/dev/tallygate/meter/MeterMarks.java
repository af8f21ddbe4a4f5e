package dev.tallygate.meter;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one meter, each with how many events leave it; below 0 where they are taken away. They add up like numbers, so
 * that a void takes its event out of any sum, and what remains decides again. Equal where the same marks remain.
 */
public final class MeterMarks {

    /** A sum copies no more than so many marks, but where it has gathered as many new ones. */
    private static final int RECENT_MAX = 64;

    private final Aggregation aggregation;
    private final NavigableMap<Mark, Long> settled;
    /** On top of what is settled. */
    private final NavigableMap<Mark, Long> recent;

    private MeterMarks(Aggregation aggregation, NavigableMap<Mark, Long> settled, NavigableMap<Mark, Long> recent) {
        this.aggregation = aggregation;
        this.settled = settled;
        this.recent = recent;
    }

    /** Of these marks and their events. */
    public static MeterMarks of(Aggregation aggregation, Map<Mark, Long> events) {
        TreeMap<Mark, Long> settled = new TreeMap<>(events);
        settled.values().removeIf(count -> count == 0);
        return new MeterMarks(aggregation, settled, Collections.emptyNavigableMap());
    }

    public Aggregation aggregation() {
        return aggregation;
    }

    /** Every mark with its events, in order; none of them 0. */
    public NavigableMap<Mark, Long> events() {
        return recent.isEmpty() ? Collections.unmodifiableNavigableMap(settled) : together(settled, recent);
    }

    /** About how many there are. */
    int size() {
        return settled.size() + recent.size();
    }

    boolean isNone() {
        return settled.size() <= recent.size() && events().isEmpty();
    }

    /** What the meter comes to, 0 where nothing is marked; below 0 of a void by itself: what it takes away. */
    public long quantity() {
        NavigableMap<Mark, Long> all = events();
        if (!all.isEmpty() && all.values().stream().allMatch(count -> count < 0)) {
            return -negated().quantity();
        }
        MarkedUnits units = new MarkedUnits(aggregation);
        units.add(this);
        return units.quantity();
    }

    MeterMarks plus(MeterMarks other) {
        if (other.aggregation != aggregation) {
            throw new IllegalArgumentException(
                    "aggregation: " + other.aggregation + " (expected: " + aggregation + ", as each meter has one)");
        }
        if (other.size() > size()) {
            return other.plus(this);
        }
        NavigableMap<Mark, Long> more = together(recent, other.events());
        return more.size() <= RECENT_MAX
                ? new MeterMarks(aggregation, settled, more)
                : of(aggregation, together(settled, more));
    }

    MeterMarks negated() {
        Map<Mark, Long> negated = new HashMap<>();
        events().forEach((mark, count) -> negated.put(mark, -count));
        return of(aggregation, negated);
    }

    private static NavigableMap<Mark, Long> together(NavigableMap<Mark, Long> some, NavigableMap<Mark, Long> others) {
        TreeMap<Mark, Long> sum = new TreeMap<>(some);
        others.forEach((mark, count) -> sum.merge(mark, count, MeterMarks::sum));
        return sum;
    }

    /** Null, so that the mark is gone, where no event leaves it any more. */
    static @Nullable Long sum(long some, long others) {
        long sum = Math.addExact(some, others);
        return sum == 0 ? null : sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MeterMarks marks && aggregation == marks.aggregation && events().equals(marks.events());
    }

    @Override
    public int hashCode() {
        return events().hashCode();
    }

    @Override
    public String toString() {
        return aggregation.word() + events();
    }
}
