package dev.tallygate.meter;

/** Which aggregation each meter of one's own has. */
@FunctionalInterface
public interface Aggregations {

    /** For a meter that nobody has declared: the sum. */
    Aggregation of(String meter);
}
