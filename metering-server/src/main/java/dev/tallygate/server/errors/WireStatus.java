package dev.tallygate.server.errors;

import com.google.rpc.Code;
import dev.tallygate.rejection.Reason;

/** The gRPC code and the HTTP status of a kind of refusal. */
public record WireStatus(Code grpcCode, int httpStatus) {

    /** The pair for a reason; the same for all reasons of one kind. */
    public static WireStatus of(Reason reason) {
        return switch (reason.kind()) {
            case INVALID -> new WireStatus(Code.INVALID_ARGUMENT, 400);
            case UNAUTHENTICATED -> new WireStatus(Code.UNAUTHENTICATED, 401);
            case FORBIDDEN -> new WireStatus(Code.PERMISSION_DENIED, 403);
            case NOT_FOUND -> new WireStatus(Code.NOT_FOUND, 404);
            case EXISTS -> new WireStatus(Code.ALREADY_EXISTS, 409);
            case STATE -> new WireStatus(Code.FAILED_PRECONDITION, 409);
            case EVENT -> ofEvent(reason);
            case TOO_LARGE -> new WireStatus(Code.RESOURCE_EXHAUSTED, 413);
            case EXHAUSTED -> new WireStatus(Code.RESOURCE_EXHAUSTED, 429);
            case UNAVAILABLE -> new WireStatus(Code.UNAVAILABLE, 503);
            case DEADLINE -> new WireStatus(Code.DEADLINE_EXCEEDED, 504);
            case BUG -> new WireStatus(Code.INTERNAL, 500);
        };
    }

    /** Where a call as a whole is refused for what an event is rejected for: a check, say, of a negative quantity. */
    private static WireStatus ofEvent(Reason reason) {
        boolean isState = reason == Reason.CUSTOMER_CLOSED
                || reason == Reason.NO_SUBSCRIPTION
                || reason == Reason.MODELS_TOO_MANY
                || reason == Reason.TOTAL_OVERFLOW
                || reason == Reason.ALREADY_VOIDED;
        return isState ? new WireStatus(Code.FAILED_PRECONDITION, 409) : new WireStatus(Code.INVALID_ARGUMENT, 400);
    }
}
