package dev.tallygate.sandbox.stripe;

import java.util.List;
import java.util.Optional;

/**
 * One request that was understood.
 *
 * @param path without the query
 * @param pathIds what stood in place of the route's {@code {id}}
 * @param requestId ours, given with every answer
 */
record Call(
        String method,
        String path,
        List<String> pathIds,
        Parameters parameters,
        Optional<String> authorization,
        Optional<String> idempotencyKey,
        String requestId) {

    Call {
        pathIds = List.copyOf(pathIds);
    }

    String pathId() {
        return pathIds.getFirst();
    }

    Call at(List<String> ids) {
        return new Call(method, path, ids, parameters, authorization, idempotencyKey, requestId);
    }

    /** A path of the sandbox's own, which Stripe does not have and which needs no key. */
    boolean isForSandbox() {
        return path.equals("/_sandbox") || path.startsWith("/_sandbox/");
    }
}
