package dev.tallygate.quota;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * May this be used?
 *
 * @param modelId empty = no model
 * @param quantities by meter, built-in ones included; empty = one unit of each meter that the plan prices for the model
 */
public record CheckRequest(String customerId, String modelId, SortedMap<String, Long> quantities) {

    public CheckRequest {
        quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }
}
