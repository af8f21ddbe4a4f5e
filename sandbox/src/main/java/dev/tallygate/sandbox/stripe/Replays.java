package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Idempotency keys: the first answer of a key is kept with the change that it reports, and given again for 24 hours.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">the rules</a>
 */
final class Replays {
    private static final int KEY_LENGTH_MAX = 255;
    private static final long SECONDS_KEPT = 86_400;

    private final EventLog events;
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();

    Replays(EventLog events) {
        this.events = events;
    }

    /** The call's key; on a read or a delete one has no effect. */
    static Optional<String> key(Call call) {
        return call.header("Idempotency-Key").filter(key -> call.method().equals("POST") && !key.isEmpty());
    }

    /** The kept answer of the call's key. Refuses the key for other parameters or on another endpoint. */
    Optional<Answer> find(Change change, Call call) {
        String key = key(call).orElse("");
        Optional<ObjectNode> kept = key.isEmpty() ? Optional.empty() : change.find(Kind.REPLAY, key);
        if (kept.isEmpty() || isForgotten(kept.get())) {
            return Optional.empty();
        }
        ObjectNode replay = kept.get();
        if (!Json.string(replay, "endpoint").equals(endpoint(call))) {
            throw StripeError.keyMisused(
                    "Keys for idempotent requests can only be used for the endpoint they were first" + " used for: "
                            + key + " was used for " + Json.string(replay, "endpoint"));
        }
        if (!Json.string(replay, "fingerprint").equals(call.parameters().fingerprint())) {
            throw StripeError.keyMisused("Keys for idempotent requests can only be used with the parameters they were"
                    + " first used with: " + key);
        }
        return Optional.of(toAnswer(replay));
    }

    /** Keeps this answer for the call's key, in the change that made it. */
    void keep(Change change, Call call, Answer answer) {
        key(call).ifPresent(key -> {
            ObjectNode replay = Json.object();
            replay.put("id", key)
                    .put("endpoint", endpoint(call))
                    .put("fingerprint", call.parameters().fingerprint());
            replay.put("request", call.requestId()).put("created", events.now());
            replay.put("status", answer.status()).set("body", Json.parse(answer.body()));
            change.put(Kind.REPLAY, key, replay);
        });
    }

    /** Marks the key as being worked on, or refuses it when it already is. */
    void begin(Call call) {
        key(call).ifPresent(key -> {
            if (key.length() > KEY_LENGTH_MAX) {
                throw StripeError.keyMisused("Idempotency keys have at most " + KEY_LENGTH_MAX + " characters");
            }
            if (!inProgress.add(key)) {
                throw StripeError.keyInUse(key);
            }
        });
    }

    void end(Call call) {
        key(call).ifPresent(inProgress::remove);
    }

    private boolean isForgotten(ObjectNode replay) {
        return Json.number(replay, "created") + SECONDS_KEPT <= events.now();
    }

    private static Answer toAnswer(ObjectNode replay) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotent-Replayed", "true");
        headers.put("Original-Request", Json.string(replay, "request"));
        return Answer.of((int) Json.number(replay, "status"), replay.required("body"), headers);
    }

    private static String endpoint(Call call) {
        return call.method() + " " + call.path();
    }
}
