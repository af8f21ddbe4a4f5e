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

    StripeApi(String apiKey, Routes routes, StripeStore store, Replays replays) {
        this.apiKey = apiKey;
        this.routes = routes;
        this.store = store;
        this.replays = replays;
    }

    /** Never throws: what goes wrong is an answer too. */
    Answer answer(Call call, Optional<Fault> fault) {
        try {
            authenticate(call);
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> StripeError.unknownPath(call.method(), call.path()));
            Call routed = call.at(match.ids());
            replays.begin(routed);
            try {
                return answerOnce(routed, match.handler(), fault);
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

    private Answer answerOnce(Call call, Routes.Handler handler, Optional<Fault> fault) {
        Change.Origin origin =
                new Change.Origin(call.requestId(), call.idempotencyKey().orElse(null));
        Optional<Answer> replay = store.change(origin, change -> replays.find(change, call));
        if (replay.isPresent()) {
            return replay.get();
        }
        try {
            fault.ifPresent(StripeApi::suffer);
            return store.change(origin, change -> {
                Answer answer = handler.answer(call, change);
                replays.keep(change, call, answer);
                return answer;
            });
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

    private static void suffer(Fault fault) {
        switch (fault.type()) {
            case SERVER_ERROR -> throw StripeError.broken();
            case RATE_LIMITED -> throw StripeError.rateLimited();
            case DELAY -> pause(fault.millis());
            case DROP_ANSWER -> {
                // the server cuts the connection when the answer is there
            }
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
