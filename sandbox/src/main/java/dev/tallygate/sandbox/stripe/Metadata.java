package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.journal.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What callers pin to an object: at most 50 keys of 40 characters, values of 500. */
final class Metadata {
    private static final int KEYS_MAX = 50;
    private static final int KEY_LENGTH_MAX = 40;
    private static final int VALUE_LENGTH_MAX = 500;

    private Metadata() {}

    /** Adds what was sent; an empty value removes its key, an empty {@code metadata} removes all. */
    static void apply(Parameters parameters, ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        if (parameters.text("metadata").filter(String::isEmpty).isPresent()) {
            metadata.removeAll();
        }
        for (Map.Entry<String, String> entry : parameters.map("metadata").entrySet()) {
            if (entry.getValue().isEmpty()) {
                metadata.remove(entry.getKey());
            } else {
                requireFits(entry);
                metadata.put(entry.getKey(), entry.getValue());
            }
        }
        if (metadata.size() > KEYS_MAX) {
            throw ParameterRefused.invalid("metadata", "Metadata can have at most " + KEYS_MAX + " keys");
        }
    }

    private static void requireFits(Map.Entry<String, String> entry) {
        String key = entry.getKey();
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX || key.contains("[") || key.contains("]")) {
            throw ParameterRefused.invalid(
                    "metadata", "Metadata keys have 1 to " + KEY_LENGTH_MAX + " characters and no brackets: " + key);
        }
        if (entry.getValue().length() > VALUE_LENGTH_MAX) {
            throw ParameterRefused.invalid(
                    "metadata[" + key + "]", "Metadata values can have up to " + VALUE_LENGTH_MAX + " characters");
        }
    }
}
