package dev.tallygate.sandbox.stripe;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back: an HTTP status, a body and the headers that are not the same for all. */
record Answer(int status, JsonNode body, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, body, Map.of());
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, more);
    }
}
