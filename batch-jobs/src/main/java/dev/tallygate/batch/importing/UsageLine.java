package dev.tallygate.batch.importing;

import java.util.Map;

/**
 * One record of the file.
 *
 * @param number from 1, a header not counted
 * @param values by column; in JSON by key, {@code labels.team} for a key inside an object
 * @param flaw why it cannot be read, or empty
 */
record UsageLine(long number, Map<String, String> values, String flaw) {
    UsageLine {
        values = Map.copyOf(values);
    }

    static UsageLine of(long number, Map<String, String> values) {
        return new UsageLine(number, values, "");
    }

    static UsageLine unreadable(long number, String flaw) {
        return new UsageLine(number, Map.of(), flaw);
    }
}
