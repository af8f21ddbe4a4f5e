package dev.tallygate.sandbox.http;

import dev.tallygate.sandbox.journal.Json;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back: an HTTP status, a body, the headers that are not the same for all, and how much of it arrives. */
public record Answer(int status, String contentType, String body, Map<String, String> headers, Ending ending) {

    /**
     * How its body arrives.
     *
     * @param isCut whether the connection is cut after the first half
     * @param pauseMillis how long the second half waits
     */
    public record Ending(boolean isCut, long pauseMillis) {
        static final Ending WHOLE = new Ending(false, 0);
        static final Ending CUT_SHORT = new Ending(true, 0);
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer ok(JsonNode body) {
        return of(200, body, Map.of());
    }

    public static Answer of(int status, JsonNode body, Map<String, String> headers) {
        return new Answer(status, "application/json", Json.write(body), headers, Ending.WHOLE);
    }

    public static Answer text(int status, String contentType, String body) {
        return new Answer(status, contentType + "; charset=utf-8", body, Map.of(), Ending.WHOLE);
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more, ending);
    }

    /** The same with another body. */
    public Answer withBody(String other) {
        return new Answer(status, contentType, other, headers, ending);
    }

    /** The same, whose second half waits. */
    public Answer slowly(long pauseMillis) {
        return new Answer(status, contentType, body, headers, new Ending(false, pauseMillis));
    }

    /** The same, whose connection is cut in the middle. */
    public Answer cutShort() {
        return new Answer(status, contentType, body, headers, Ending.CUT_SHORT);
    }
}
