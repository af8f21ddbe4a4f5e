package dev.tallygate.stripe;

import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import com.stripe.net.StripeResponse;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What the SDK's exceptions mean: who knows that nothing was done, and who does not. */
final class StripeErrors {
    private StripeErrors() {}

    /** Of a write. Only a definite refusal is one; whatever leaves a doubt is asked again under the same key. */
    static Outcome toOutcome(StripeException error) {
        int status = status(error);
        if (error instanceof IdempotencyException) {
            return new Outcome.NeedsAttention("KEY_MISUSED", describe(error));
        }
        if (isKeyRefused(error)) {
            return new Outcome.KeyRefused(describeRefusal(error));
        }
        if (status == 429 || status == 409) {
            return new Outcome.RetryLater(describe(error), retryAfter(error), limit(error));
        }
        if (status >= 400 && status < 500) {
            return new Outcome.Rejected(code(error), describe(error), requestId(error));
        }
        return isFinal(error) ? new Outcome.StoredFailure(describe(error)) : new Outcome.Unknown(describe(error));
    }

    /** Of looking for what a call may have made. */
    static LookUp toLookUp(StripeException error) {
        return isKeyRefused(error)
                ? new LookUp.KeyRefused(describeRefusal(error))
                : new LookUp.Unknown(describe(error));
    }

    private static boolean isKeyRefused(StripeException error) {
        return status(error) == 401 || status(error) == 403;
    }

    private static String describeRefusal(StripeException error) {
        return describe(error) + " (set STRIPE_API_KEY to a key that may do this)";
    }

    /** Of a read: only 404 says that there is none. */
    static <T> Fetched<T> toFetched(StripeException error) {
        return status(error) == 404 ? new Fetched.Absent<>() : new Fetched.Unknown<>(describe(error));
    }

    /**
     * Whose limit it is, by docs.stripe.com/rate-limits: without a reason the object is locked by another call. An answer
     * that gives no reason and speaks of a rate is taken for the widest one.
     */
    private static Outcome.Limit limit(StripeException error) {
        if (status(error) == 409) {
            return Outcome.Limit.CALL;
        }
        String reason = header(error, "Stripe-Rate-Limited-Reason").orElse("");
        if (reason.startsWith("global-") || (reason.isEmpty() && "rate_limit".equals(error.getCode()))) {
            return Outcome.Limit.ACCOUNT;
        }
        if (reason.startsWith("endpoint-")) {
            return Outcome.Limit.KIND;
        }
        return reason.isEmpty() ? Outcome.Limit.LOCK : Outcome.Limit.CALL;
    }

    /** For people and the row: never a body, which may hold personal data. */
    static String describe(StripeException error) {
        String message = Optional.ofNullable(error.getStripeError())
                .map(StripeError::getMessage)
                .orElse(error.getClass().getSimpleName());
        String request = requestId(error).isEmpty() ? "" : " (" + requestId(error) + ")";
        return "Stripe %d %s: %s%s".formatted(status(error), code(error), message, request);
    }

    /** 0 where no answer came. */
    private static int status(StripeException error) {
        return Optional.ofNullable(error.getStatusCode()).orElse(0);
    }

    private static String code(StripeException error) {
        return Optional.ofNullable(error.getCode())
                .or(() -> Optional.ofNullable(error.getStripeError()).map(StripeError::getType))
                .orElse(error.getClass().getSimpleName());
    }

    private static String requestId(StripeException error) {
        return Optional.ofNullable(error.getRequestId()).orElse("");
    }

    /** Stripe stores a 500 under its key and repeats it for a day, or says itself that the same request is in vain. */
    private static boolean isFinal(StripeException error) {
        return header(error, "Idempotent-Replayed").filter("true"::equals).isPresent()
                || header(error, "Stripe-Should-Retry").filter("false"::equals).isPresent();
    }

    /** Not documented by Stripe, honoured where it comes. */
    private static Optional<Duration> retryAfter(StripeException error) {
        return header(error, "Retry-After")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static Optional<String> header(StripeException error, String name) {
        return Optional.ofNullable(error.getStripeError())
                .map(StripeError::getLastResponse)
                .map(StripeResponse::headers)
                .flatMap(headers -> headers.firstValue(name));
    }
}
