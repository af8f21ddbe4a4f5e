package dev.tallygate.meter;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The marks of one meter while more are added, and what they come to by now. Not for several threads. */
public final class MarkedUnits {

    private final Aggregation aggregation;
    private final TreeMap<Mark, Long> events = new TreeMap<>();

    public MarkedUnits(Aggregation aggregation) {
        this.aggregation = aggregation;
    }

    public void add(MeterMarks marks) {
        marks.events().forEach((mark, count) -> events.merge(mark, count, MeterMarks::sum));
    }

    /** 0 where nothing is marked. */
    public long quantity() {
        return switch (aggregation) {
            case MAX, LATEST -> last().map(Mark::quantity).orElse(0L);
            case UNIQUE -> events.size();
            case SUM, COUNT -> throw new IllegalStateException(aggregation + " (expected: an aggregation with marks)");
        };
    }

    /** The mark that decides, where one alone does. */
    public Optional<Mark> last() {
        Map.Entry<Mark, Long> last = events.lastEntry();
        return last == null ? Optional.empty() : Optional.of(last.getKey());
    }
}
