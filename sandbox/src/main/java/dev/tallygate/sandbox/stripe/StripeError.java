package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.journal.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal, in the shape of Stripe's error objects. A kept one is replayed to a request with the same idempotency
 * key: the execution had begun. A refusal of parameters is not kept: mended, the request may come again.
 *
 * @see <a href="https://docs.stripe.com/api/errors">the fields and types</a>
 */
final class StripeError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private enum Memory {
        KEPT,
        FORGOTTEN
    }

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String parameter;
    private final Memory memory;
    private final transient Map<String, String> headers = new HashMap<>();

    private StripeError(int status, String type, @Nullable String code, @Nullable String parameter, String message) {
        this(status, type, code, parameter, message, Memory.FORGOTTEN);
    }

    private StripeError(
            int status, String type, @Nullable String code, @Nullable String parameter, String message, Memory memory) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.parameter = parameter;
        this.memory = memory;
    }

    private StripeError with(Map<String, String> more) {
        headers.putAll(more);
        return this;
    }

    static StripeError of(ParameterRefused refusal) {
        String code = switch (refusal.reason()) {
            case MISSING -> "parameter_missing";
            case UNKNOWN -> "parameter_unknown";
            case INVALID -> "parameter_invalid";
        };
        return new StripeError(400, "invalid_request_error", code, refusal.name(), refusal.sentence());
    }

    static StripeError notFound(Kind kind, String id, String parameter) {
        return new StripeError(
                404,
                "invalid_request_error",
                "resource_missing",
                parameter,
                "No such " + kind.object() + ": '" + id + "'");
    }

    static StripeError unknownPath(String method, String path) {
        return new StripeError(
                404,
                "invalid_request_error",
                null,
                null,
                "Unrecognized request URL (" + method + ": " + path + "), or unknown to this sandbox.");
    }

    static StripeError unauthorized(@Nullable String code, String message) {
        return new StripeError(401, "invalid_request_error", code, null, message);
    }

    /** The object's state does not allow it. */
    static StripeError refused(@Nullable String code, String message) {
        return new StripeError(400, "invalid_request_error", code, null, message, Memory.KEPT);
    }

    /** A value that the rules do not allow; mended, the request may come again. */
    static StripeError refusedParameter(@Nullable String code, @Nullable String parameter, String message) {
        return new StripeError(400, "invalid_request_error", code, parameter, message);
    }

    static StripeError cardDeclined() {
        return new StripeError(402, "card_error", "card_declined", null, "Your card was declined.", Memory.KEPT);
    }

    static StripeError keyMisused(String message) {
        return new StripeError(400, "idempotency_error", null, null, message);
    }

    static StripeError keyInUse(String key) {
        return new StripeError(
                        409,
                        "idempotency_error",
                        "idempotency_key_in_use",
                        null,
                        "There is currently another in-progress request using this Idempotent Key: " + key)
                .with(Map.of("Stripe-Should-Retry", "true"));
    }

    /** 429 for too many requests, of one of Stripe's kinds. */
    static StripeError rateLimited(String reason) {
        return new StripeError(429, "invalid_request_error", "rate_limit", null, "Too many requests.")
                .with(Map.of("Stripe-Rate-Limited-Reason", reason));
    }

    /** 429 for an object that another request holds: no reason, and it may come again soon. */
    static StripeError lockTimeout() {
        return new StripeError(
                        429,
                        "invalid_request_error",
                        "lock_timeout",
                        null,
                        "This object cannot be accessed right now because another API request is currently accessing it.")
                .with(Map.of("Stripe-Should-Retry", "true"));
    }

    /** A refusal that somebody ordered. */
    static StripeError ordered(Fault fault) {
        return switch (fault.type()) {
            case LOCK_TIMEOUT -> lockTimeout();
            case KEY_IN_USE -> keyInUse("(ordered from the sandbox)");
            default -> rateLimited(fault.reasonOr("global-rate"));
        };
    }

    /** A failure of the server itself: kept, so that the same key meets it again and again. */
    static StripeError broken() {
        return new StripeError(
                500, "api_error", null, null, "An unknown error occurred (ordered from the sandbox).", Memory.KEPT);
    }

    static StripeError bug() {
        return new StripeError(500, "api_error", null, null, "The sandbox itself failed: see its log.");
    }

    boolean isKept() {
        return memory == Memory.KEPT;
    }

    Answer toAnswer() {
        ObjectNode body = Json.object();
        body.set("error", toJson());
        return Answer.of(status, body, headers);
    }

    /** The error object alone. */
    ObjectNode toJson() {
        ObjectNode error = Json.object();
        error.put("type", type);
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", "https://docs.stripe.com/error-codes/" + code.replace('_', '-'));
        }
        if (parameter != null) {
            error.put("param", parameter);
        }
        error.put("message", getMessage());
        return error;
    }
}
