package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.journal.Json;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal in Paystack's envelope.
 *
 * @see <a href="https://paystack.com/docs/api/errors/">the fields and codes</a>
 */
final class PaystackError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String code;
    private final String nextStep;

    private PaystackError(int status, String type, String code, String message, String nextStep) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.nextStep = nextStep;
    }

    /** A field or parameter that is not as it has to be. */
    static PaystackError invalid(String name, String given, String expected) {
        return new PaystackError(
                400,
                "validation_error",
                "invalid_params",
                name + ": " + given + " (expected: " + expected + ")",
                "Provide all required params with the values that are expected");
    }

    static PaystackError of(ParameterRefused refusal) {
        String code = refusal.reason() == ParameterRefused.Reason.MISSING ? "missing_params" : "invalid_params";
        return new PaystackError(
                400, "validation_error", code, refusal.sentence(), "Provide all required params and try again");
    }

    static PaystackError missing(String name) {
        return new PaystackError(
                400, "validation_error", "missing_params", name + " is required", "Provide " + name + " and try again");
    }

    static PaystackError notFound(String what) {
        return new PaystackError(
                404,
                "validation_error",
                "not_found",
                what + " not found",
                "Ensure that the value you are passing is valid for this integration");
    }

    static PaystackError duplicateReference() {
        return new PaystackError(
                400,
                "validation_error",
                "duplicate_reference",
                "Duplicate Transaction Reference",
                "Try and create the Transaction or Charge with a new reference");
    }

    static PaystackError unknownPath(String method, String path) {
        return notFound(method + " " + path + " (unknown to this sandbox):");
    }

    static PaystackError unauthorized() {
        return new PaystackError(
                401,
                "validation_error",
                "invalid_Key",
                "Invalid key",
                "Ensure that you provide the correct authorization key for the request");
    }

    /** The object's state does not allow it. */
    static PaystackError refused(String code, String message) {
        return new PaystackError(400, "api_error", code, message, "Look at the object before you ask again");
    }

    static PaystackError broken() {
        return new PaystackError(
                500, "api_error", "unknown", "An error occurred (ordered from the sandbox)", "Try again later");
    }

    static PaystackError bug() {
        return new PaystackError(500, "api_error", "unknown", "The sandbox itself failed", "See the sandbox's log");
    }

    /** Paystack documents no {@code Retry-After}; one is said where the fault has a time. */
    static Answer rateLimited(Duration retryAfter) {
        PaystackError error = new PaystackError(
                429, "api_error", "rate_limited", "You are being rate limited", "Wait before you try again");
        long seconds = (retryAfter.toMillis() + 999) / 1_000;
        return seconds == 0 ? error.toAnswer() : error.toAnswer().with("Retry-After", Long.toString(seconds));
    }

    Answer toAnswer() {
        ObjectNode body = Json.object();
        body.put("status", false).put("message", getMessage());
        body.putObject("meta").put("nextStep", nextStep);
        body.put("type", type).put("code", code);
        return Answer.of(status, body, Map.of());
    }
}
