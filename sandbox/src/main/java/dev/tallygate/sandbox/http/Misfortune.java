package dev.tallygate.sandbox.http;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has calls answered, with what the script has for them. */
public record Misfortune(Script script) {
    private static final Logger LOG = LoggerFactory.getLogger(Misfortune.class);
    private static final long WEBHOOK_MILLIS = 2_000;

    /** How a provider says that it cannot, in its own shapes. */
    public interface Refusals {
        /** 429 or 409: nothing is done, nothing is kept. */
        Answer refused(Fault fault);

        /** Nothing of the call is done; where there are idempotency keys, this answer is kept. */
        Answer serverError(Call call);

        /** All of the call is done; where there are idempotency keys, this answer is kept instead of the right one. */
        Answer serverErrorWhenDone(Call call);

        /** The same answer as if it were of the live mode. */
        Answer live(Answer answer);

        /** Returns when no webhook waits, or after so long. */
        void awaitWebhooks(long millis);
    }

    public Answer meet(Call call, Function<Call, Answer> work, Refusals refusals) {
        Optional<Fault> fault = call.isForSandbox() ? Optional.empty() : script.take(Match.Met.of(call));
        return fault.map(met -> answer(call, met, work, refusals)).orElseGet(() -> work.apply(call));
    }

    private static Answer answer(Call call, Fault fault, Function<Call, Answer> work, Refusals refusals) {
        return switch (fault.type()) {
            case RATE_LIMITED, LOCK_TIMEOUT, KEY_IN_USE -> refusals.refused(fault);
            case SERVER_ERROR -> refusals.serverError(call);
            case SERVER_ERROR_DONE -> refusals.serverErrorWhenDone(call);
            case BAD_GATEWAY -> badGateway();
            case DROP_CALL -> nothing().cutShort();
            case HANG -> {
                pause(fault.millis());
                yield nothing().cutShort();
            }
            case DELAY -> {
                pause(fault.millis());
                yield work.apply(call);
            }
            case METER_REJECTION -> work.apply(call.rejectedLater(fault.reason()));
            case DROP_ANSWER -> work.apply(call).cutShort();
            case TRUNCATED_JSON -> half(work.apply(call));
            case LIVE_ANSWER -> refusals.live(work.apply(call));
            case SLOW_ANSWER -> work.apply(call).slowly(fault.millis());
            case BAD_GATEWAY_DONE -> {
                Answer unheard = work.apply(call);
                LOG.debug("unheard status={}", unheard.status());
                yield badGateway();
            }
            case DELAY_ANSWER -> {
                Answer answer = work.apply(call);
                pause(fault.millis());
                yield answer;
            }
            case WEBHOOK_EARLY -> {
                Answer answer = work.apply(call);
                refusals.awaitWebhooks(fault.millis() == 0 ? WEBHOOK_MILLIS : fault.millis());
                yield answer;
            }
            case WEBHOOK_LATE, WEBHOOK_TWICE, WEBHOOK_TWIN, WEBHOOK_AFTER_NEXT, WEBHOOK_DROPPED, WEBHOOK_LIVE ->
                throw new IllegalStateException(fault.word() + " does not meet a call");
        };
    }

    private static Answer half(Answer answer) {
        return answer.withBody(answer.body().substring(0, answer.body().length() / 2));
    }

    private static Answer badGateway() {
        return Answer.text(
                502,
                "text/html",
                "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>");
    }

    private static Answer nothing() {
        return Answer.text(200, "text/plain", "The connection ends in the middle of this sentence.");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the sandbox is closing", e);
        }
    }
}
