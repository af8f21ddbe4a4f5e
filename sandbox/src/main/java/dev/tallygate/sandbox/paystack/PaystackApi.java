package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.Misfortune;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentStore;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call from its key to its answer. */
final class PaystackApi implements LoopbackServer.Door {
    private static final Logger LOG = LoggerFactory.getLogger(PaystackApi.class);

    private final Account account;
    private final Routes routes;
    private final DocumentStore store;
    private final Misfortune misfortune;
    private final LongConsumer awaitWebhooks;

    /** @param awaitWebhooks returns when no webhook waits, or after so many milliseconds */
    PaystackApi(
            Account account, Routes routes, DocumentStore store, Misfortune misfortune, LongConsumer awaitWebhooks) {
        this.account = account;
        this.routes = routes;
        this.store = store;
        this.misfortune = misfortune;
        this.awaitWebhooks = awaitWebhooks;
    }

    @Override
    public Answer answer(Call call) {
        try {
            if (!call.isForSandbox() && !call.apiKey().orElse("").equals(secretKey())) {
                throw PaystackError.unauthorized();
            }
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> PaystackError.unknownPath(call.method(), call.path()));
            return misfortune.meet(call.at(match.ids()), met -> done(met, match.handler()), refusals(match.handler()));
        } catch (PaystackError e) {
            return e.toAnswer();
        } catch (ParameterRefused e) {
            return refused(e);
        } catch (RuntimeException e) {
            LOG.error("request failed method={} path={} request={}", call.method(), call.path(), call.requestId(), e);
            return PaystackError.bug().toAnswer();
        }
    }

    private Misfortune.Refusals refusals(Routes.Handler handler) {
        return new Misfortune.Refusals() {
            @Override
            public Answer refused(Fault fault) {
                return PaystackError.rateLimited(Duration.ofMillis(fault.millis()));
            }

            @Override
            public Answer serverError(Call call) {
                return PaystackError.broken().toAnswer();
            }

            @Override
            public Answer serverErrorWhenDone(Call call) {
                done(call, handler);
                return PaystackError.broken().toAnswer();
            }

            @Override
            public Answer live(Answer answer) {
                return answer.withBody(PaystackEvents.live(answer.body()));
            }

            @Override
            public void awaitWebhooks(long millis) {
                awaitWebhooks.accept(millis);
            }
        };
    }

    @Override
    public Answer refused(ParameterRefused refusal) {
        return PaystackError.of(refusal).toAnswer();
    }

    private Answer done(Call call, Routes.Handler handler) {
        return store.change(Change.Origin.SANDBOX, change -> handler.answer(call, change));
    }

    private String secretKey() {
        return store.change(Change.Origin.SANDBOX, account::secretKey);
    }
}
