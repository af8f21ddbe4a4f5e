package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Faults;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentStore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call from its key to its answer: who asks, whether it was asked before, what is done, what is kept. */
final class StripeApi implements LoopbackServer.Door {
    private static final Logger LOG = LoggerFactory.getLogger(StripeApi.class);

    private final String apiKey;
    private final Routes routes;
    private final DocumentStore store;
    private final Replays replays;
    private final Faults faults;

    StripeApi(String apiKey, Routes routes, DocumentStore store, Replays replays, Faults faults) {
        this.apiKey = apiKey;
        this.routes = routes;
        this.store = store;
        this.replays = replays;
        this.faults = faults;
    }

    @Override
    public Answer answer(Call call) {
        Answer answer =
                answerPlainly(call).with("Request-Id", call.requestId()).with("Stripe-Version", EventLog.API_VERSION);
        return Replays.key(call).map(key -> answer.with("Idempotency-Key", key)).orElse(answer);
    }

    @Override
    public Answer refused(ParameterRefused refusal) {
        return StripeError.of(refusal).toAnswer();
    }

    private Answer answerPlainly(Call call) {
        try {
            authenticate(call);
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> StripeError.unknownPath(call.method(), call.path()));
            Call routed = call.at(match.ids());
            replays.begin(routed);
            try {
                return faults.meet(routed, () -> answerOnce(routed, match.handler()), refusals(routed));
            } finally {
                replays.end(routed);
            }
        } catch (StripeError e) {
            return e.toAnswer();
        } catch (ParameterRefused e) {
            return refused(e);
        } catch (RuntimeException e) {
            LOG.error("request failed method={} path={} request={}", call.method(), call.path(), call.requestId(), e);
            return StripeError.bug().toAnswer();
        }
    }

    private Faults.Refusals refusals(Call call) {
        return new Faults.Refusals() {
            @Override
            public Answer rateLimited(Duration retryAfter) {
                throw StripeError.rateLimited();
            }

            @Override
            public Answer serverError() {
                return answerOnce(call, (any, change) -> {
                    throw StripeError.broken();
                });
            }
        };
    }

    private Answer answerOnce(Call call, Routes.Handler handler) {
        Change.Origin origin =
                new Change.Origin(call.requestId(), Replays.key(call).orElse(null));
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

    private void authenticate(Call call) {
        if (call.isForSandbox()) {
            return;
        }
        String key = call.apiKey()
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
