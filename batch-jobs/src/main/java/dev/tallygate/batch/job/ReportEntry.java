package dev.tallygate.batch.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of one item of a run, as its report lists it.
 *
 * @param item names the item; a later entry of the same item replaces an earlier one, which was of a chunk rolled back
 * @param facts for people and programs, by name in snake_case
 */
public record ReportEntry(String item, Result result, Map<String, Object> facts) {
    public ReportEntry {
        facts = new LinkedHashMap<>(facts);
    }

    /** How an item ended; decides the exit code. */
    public enum Result {
        /** Something was written. */
        DONE,
        /** There was nothing to do. */
        NOTHING_DUE,
        /** It waits for something that will come by itself. */
        PENDING,
        /** It waits for a person. */
        PARKED,
        /** Two books do not agree, and a person looks why. */
        DIFFERS,
        /** A figure is not what its rows prove. */
        BROKEN
    }
}
