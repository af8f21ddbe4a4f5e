package dev.tallygate.sandbox.stripe;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call from its key to its answer: who asks, whether it was asked before, what is done, what is kept. */
final class StripeApi {
    private static final Logger LOG = LoggerFactory.getLogger(StripeApi.class);

    private final String apiKey;
    private final Routes routes;
    private final StripeStore store;
    private final Replays replays;
    private final Faults faults;

    StripeApi(String apiKey, Routes routes, StripeStore store, Replays replays, Faults faults) {
        this.apiKey = apiKey;
        this.routes = routes;
        this.store = store;
        this.replays = replays;
        this.faults = faults;
    }

    /** Never throws: what goes wrong is an answer too. */
    Answer answer(Call call) {
        try {
            authenticate(call);
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> StripeError.unknownPath(call.method(), call.path()));
            Call routed = call.at(match.ids());
            replays.begin(routed);
            try {
                return answerWithFault(routed, match.handler());
            } finally {
                replays.end(routed);
            }
        } catch (StripeError e) {
            return e.toAnswer();
        } catch (RuntimeException e) {
            LOG.error("request failed method={} path={} request={}", call.method(), call.path(), call.requestId(), e);
            return StripeError.bug().toAnswer();
        }
    }

    private Answer answerWithFault(Call call, Routes.Handler handler) {
        Optional<Fault> fault = faults.take(call);
        if (fault.isEmpty()) {
            return answerOnce(call, handler);
        }
        return switch (fault.get().type()) {
            case RATE_LIMITED -> throw StripeError.rateLimited();
            case SERVER_ERROR ->
                answerOnce(call, (any, change) -> {
                    throw StripeError.broken();
                });
            case DROP_ANSWER -> answerOnce(call, handler).cutShort();
            case DELAY -> {
                pause(fault.get().millis());
                yield answerOnce(call, handler);
            }
        };
    }

    private Answer answerOnce(Call call, Routes.Handler handler) {
        Change.Origin origin =
                new Change.Origin(call.requestId(), call.idempotencyKey().orElse(null));
        try {
            return store.change(
                    origin,
                    change -> replays.find(change, call).orElseGet(() -> {
                        Answer answer = handler.answer(call, change);
                        replays.keep(change, call, answer);
                        return answer;
                    }));
        } catch (StripeError e) {
            if (e.isKept()) {
                store.change(origin, change -> {
                    replays.keep(change, call, e.toAnswer());
                    return call;
                });
            }
            throw e;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StripeError.bug();
        }
    }

    private void authenticate(Call call) {
        if (call.isForSandbox()) {
            return;
        }
        String key = call.authorization()
                .orElseThrow(() -> StripeError.unauthorized(
                        null, "You did not provide an API key: send Authorization: Bearer sk_test_…"));
        if (key.startsWith("sk_live_") || key.startsWith("rk_live_")) {
            throw StripeError.unauthorized(
                    "livemode_mismatch", "This is a sandbox: it has no live mode, and takes no live key");
        }
        if (!key.equals(apiKey)) {
            throw StripeError.unauthorized(null, "Invalid API Key provided: " + hidden(key));
        }
    }

    private static String hidden(String key) {
        int shown = Math.min(4, Math.max(0, key.length() - 12));
        return "*".repeat(key.length() - shown) + key.substring(key.length() - shown);
    }
}
