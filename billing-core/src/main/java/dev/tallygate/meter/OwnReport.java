package dev.tallygate.meter;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one event says of meters of one's own.
 *
 * @param quantities by meter, as they were sent: here 0 and absent differ
 * @param subject who used it: counts for unique meters
 * @param eventId decides of two at the same time which is the latest
 */
public record OwnReport(Map<String, Long> quantities, String subject, Instant usageTime, String eventId) {

    /** What it adds to totals. */
    public Quantities counted(Aggregations aggregations) {
        TreeMap<String, Long> numbers = new TreeMap<>();
        TreeMap<String, MeterMarks> marks = new TreeMap<>();
        quantities.forEach((meter, quantity) -> {
            Aggregation aggregation = aggregations.of(meter);
            switch (aggregation) {
                case SUM -> numbers.put(meter, quantity);
                case COUNT -> numbers.put(meter, quantity > 0 ? 1L : 0L);
                case MAX -> marks.put(meter, one(aggregation, Mark.max(quantity)));
                case LATEST -> marks.put(meter, one(aggregation, Mark.latest(usageTime, eventId, quantity)));
                case UNIQUE -> {
                    if (quantity > 0) {
                        marks.put(meter, one(aggregation, Mark.unique(subject)));
                    }
                }
            }
        });
        return new Quantities(0, Tokens.ZERO, 0, numbers, new Marks(marks));
    }

    /** What a void of the event adds to totals; {@code quantities} are those of the void, all of them taken away. */
    public Quantities takenAway(Aggregations aggregations) {
        TreeMap<String, Long> original = new TreeMap<>();
        quantities.forEach((meter, quantity) -> original.put(meter, Math.negateExact(quantity)));
        return new OwnReport(original, subject, usageTime, eventId)
                .counted(aggregations)
                .negated();
    }

    private static MeterMarks one(Aggregation aggregation, Mark mark) {
        return MeterMarks.of(aggregation, Map.of(mark, 1L));
    }
}
