package dev.tallygate.sandbox.http;

import dev.tallygate.sandbox.journal.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request that was read.
 *
 * @param path without the query
 * @param pathIds what stood in place of the route's {@code {id}}
 * @param parameters of the query, and of the body where it is a form
 * @param headers by their names in lower case
 * @param body as text, whatever it is
 * @param requestId ours, given with every answer
 */
public record Call(
        String method,
        String path,
        List<String> pathIds,
        Parameters parameters,
        Map<String, String> headers,
        String body,
        String requestId) {

    private static final String REJECTED_LATER = "sandbox-rejected-later";

    public Call {
        pathIds = List.copyOf(pathIds);
        headers = Map.copyOf(headers);
    }

    public String pathId() {
        return pathIds.getFirst();
    }

    /** The same, with the ids that its route found. */
    public Call at(List<String> ids) {
        return new Call(method, path, ids, parameters, headers, body, requestId);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A field of the form or of the JSON body: {@code metadata[order]}, {@code line_items.0.name}; numbers as text. */
    public Optional<String> field(String name) {
        return parameters.text(name).or(() -> isJson() ? Json.at(body, name) : Optional.empty());
    }

    private boolean isJson() {
        return header("Content-Type").orElse("").startsWith("application/json");
    }

    /** The same, to be taken now and rejected later for this reason, which may be empty. */
    Call rejectedLater(String reason) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(REJECTED_LATER, reason);
        return new Call(method, path, pathIds, parameters, more, body, requestId);
    }

    /** Why what this call brings is rejected later; empty where it is not, or for no reason in particular. */
    public Optional<String> laterRejection() {
        return header(REJECTED_LATER);
    }

    /** A bearer token, or the user of basic authentication. */
    public Optional<String> apiKey() {
        return header("Authorization").map(Call::apiKeyOf);
    }

    private static String apiKeyOf(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return authorization.replaceFirst("^Bearer ", "");
        }
        String decoded = new String(
                Base64.getMimeDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        return decoded.replaceFirst(":.*", "");
    }

    /** A path of the sandbox's own, which no provider has and which needs no key. */
    public boolean isForSandbox() {
        return path.equals("/_sandbox") || path.startsWith("/_sandbox/");
    }
}
