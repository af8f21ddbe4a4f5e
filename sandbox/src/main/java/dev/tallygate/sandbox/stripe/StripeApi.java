package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.Misfortune;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentStore;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call from its key to its answer: who asks, whether it was asked before, what is done, what is kept. */
final class StripeApi implements LoopbackServer.Door {
    private static final Logger LOG = LoggerFactory.getLogger(StripeApi.class);

    private final String apiKey;
    private final Routes routes;
    private final DocumentStore store;
    private final Replays replays;
    private final Misfortune misfortune;
    private final RateLimit limit;
    private final LongConsumer awaitWebhooks;

    /** @param awaitWebhooks returns when no webhook waits, or after so many milliseconds */
    StripeApi(
            String apiKey,
            Routes routes,
            DocumentStore store,
            Replays replays,
            Misfortune misfortune,
            RateLimit limit,
            LongConsumer awaitWebhooks) {
        this.apiKey = apiKey;
        this.routes = routes;
        this.store = store;
        this.replays = replays;
        this.misfortune = misfortune;
        this.limit = limit;
        this.awaitWebhooks = awaitWebhooks;
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
            if (!call.isForSandbox() && !limit.takesOneMore()) {
                throw StripeError.rateLimited("global-rate");
            }
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> StripeError.unknownPath(call.method(), call.path()));
            Call routed = call.at(match.ids());
            replays.begin(routed);
            try {
                return misfortune.meet(routed, met -> answerOnce(met, match.handler()), refusals(match.handler()));
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

    private Misfortune.Refusals refusals(Routes.Handler handler) {
        return new Misfortune.Refusals() {
            @Override
            public Answer refused(Fault fault) {
                throw StripeError.ordered(fault);
            }

            @Override
            public Answer serverError(Call call) {
                return answerOnce(call, (any, change) -> {
                    throw StripeError.broken();
                });
            }

            @Override
            public Answer serverErrorWhenDone(Call call) {
                return answerOnce(call, (any, change) -> {
                    handler.answer(any, change);
                    return StripeError.broken().toAnswer();
                });
            }

            @Override
            public Answer live(Answer answer) {
                return answer.withBody(StripeApi.live(answer.body()));
            }

            @Override
            public void awaitWebhooks(long millis) {
                awaitWebhooks.accept(millis);
            }
        };
    }

    /** What says it is of the test mode says it is of the live mode. */
    static String live(String json) {
        return json.replace("\"livemode\":false", "\"livemode\":true");
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
