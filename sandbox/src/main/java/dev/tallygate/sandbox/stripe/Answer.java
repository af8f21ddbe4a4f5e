package dev.tallygate.sandbox.stripe;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back: an HTTP status, a body, the headers that are not the same for all, and how much of it arrives. */
record Answer(int status, JsonNode body, Map<String, String> headers, Ending ending) {

    /** Whether the connection holds until the end. */
    enum Ending {
        WHOLE,
        CUT_SHORT
    }

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer ok(JsonNode body) {
        return of(200, body, Map.of());
    }

    static Answer of(int status, JsonNode body, Map<String, String> headers) {
        return new Answer(status, body, headers, Ending.WHOLE);
    }

    /** The same, whose connection is cut in the middle. */
    Answer cutShort() {
        return new Answer(status, body, headers, Ending.CUT_SHORT);
    }
}
