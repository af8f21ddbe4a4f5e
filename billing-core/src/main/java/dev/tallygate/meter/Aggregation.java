package dev.tallygate.meter;

import java.util.Locale;

/** How a meter of one's own makes one quantity of the events of a period; for ever the same for each meter. */
public enum Aggregation {
    /** The sum of the quantities; the default. */
    SUM,
    /** How many events have a quantity above 0. */
    COUNT,
    /** The greatest quantity. */
    MAX,
    /** The quantity of the event that was used last; of two at the same time, of the one with the larger event_id in byte order. */
    LATEST,
    /** How many subjects have an event with a quantity above 0. */
    UNIQUE;

    /** Whether its totals are numbers that add up: there absent is 0. The others keep {@link Marks}. */
    public boolean isNumber() {
        return this == SUM || this == COUNT;
    }

    /** As plans write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
