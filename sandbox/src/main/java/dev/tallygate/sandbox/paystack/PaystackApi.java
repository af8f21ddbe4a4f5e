package dev.tallygate.sandbox.paystack;

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

/** One call from its key to its answer. */
final class PaystackApi implements LoopbackServer.Door {
    private static final Logger LOG = LoggerFactory.getLogger(PaystackApi.class);

    private static final Faults.Refusals REFUSALS = new Faults.Refusals() {
        @Override
        public Answer rateLimited(Duration retryAfter) {
            return PaystackError.rateLimited(retryAfter);
        }

        @Override
        public Answer serverError() {
            return PaystackError.broken().toAnswer();
        }
    };

    private final Account account;
    private final Routes routes;
    private final DocumentStore store;
    private final Faults faults;

    PaystackApi(Account account, Routes routes, DocumentStore store, Faults faults) {
        this.account = account;
        this.routes = routes;
        this.store = store;
        this.faults = faults;
    }

    @Override
    public Answer answer(Call call) {
        try {
            if (!call.isForSandbox() && !call.apiKey().orElse("").equals(secretKey())) {
                throw PaystackError.unauthorized();
            }
            Routes.Match match = routes.find(call.method(), call.path())
                    .orElseThrow(() -> PaystackError.unknownPath(call.method(), call.path()));
            return faults.meet(call, () -> done(call.at(match.ids()), match.handler()), REFUSALS);
        } catch (PaystackError e) {
            return e.toAnswer();
        } catch (ParameterRefused e) {
            return refused(e);
        } catch (RuntimeException e) {
            LOG.error("request failed method={} path={} request={}", call.method(), call.path(), call.requestId(), e);
            return PaystackError.bug().toAnswer();
        }
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
