package dev.tallygate.sandbox.description;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One request and what was answered.
 *
 * @param query its parameters, by their whole names
 * @param body of the request, as text
 */
public record Exchange(String method, String path, Map<String, String> query, String body, int status, String answer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request of which only what is asked matters. */
    public static Exchange asking(String method, String path, Map<String, String> query, String body) {
        return new Exchange(method, path, query, body, 0, "");
    }

    static Exchange of(Call call, Answer answer) {
        return new Exchange(
                call.method(), call.path(), call.parameters().all(), call.body(), answer.status(), answer.body());
    }

    /** The body as JSON; an empty object where it is none. */
    JsonNode sent() {
        return json(body).orElseGet(JSON::createObjectNode);
    }

    /** Empty where it is no JSON: half of it, or a page of HTML. */
    Optional<JsonNode> answered() {
        return json(answer);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isContainer);
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }
}
