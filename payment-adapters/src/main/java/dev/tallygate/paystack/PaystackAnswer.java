package dev.tallygate.paystack;

import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.Outcome;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came back from one request: who knows that nothing was done, and who does not. */
sealed interface PaystackAnswer {
    /** Paystack asks to wait as long before it is asked what became of a call (paystack.com/docs, "Errors"). */
    Duration STILL_AT_IT = Duration.ofSeconds(10);

    /** Paystack's envelope with status true. */
    record Done(JsonNode data, JsonNode meta, String requestId) implements PaystackAnswer {}

    /** A definite no. */
    record Refused(int status, String code, String message, Optional<Duration> retryAfter, String requestId)
            implements PaystackAnswer {

        boolean isAbsent() {
            return status == 404;
        }

        private String sentence() {
            String request = requestId.isEmpty() ? "" : " (" + requestId + ")";
            return "Paystack %d %s: %s%s".formatted(status, code, message, request);
        }
    }

    /** It belongs to the other mode: test money in a live database, or the reverse. */
    record Foreign(String domain) implements PaystackAnswer {}

    /** No answer, or none that can be read: nobody knows. */
    record Lost(String why) implements PaystackAnswer {}

    /** What the answer to a write means; {@link Done} is the caller's to read. */
    static Outcome toOutcome(PaystackAnswer answer) {
        return switch (answer) {
            case Done done -> new Outcome.Unknown("Paystack's answer says nothing that can be read", after());
            case Foreign foreign -> new Outcome.NeedsAttention("DOMAIN_MISMATCH", foreign(foreign.domain()));
            case Lost lost -> new Outcome.Unknown(lost.why(), after());
            case Refused refused -> refused(refused);
        };
    }

    /** Of a list that was not one. */
    static String describe(PaystackAnswer answer) {
        return switch (answer) {
            case Done done -> "Paystack lists what cannot be read";
            case Foreign foreign -> foreign(foreign.domain());
            case Lost lost -> lost.why();
            case Refused refused -> refused.sentence();
        };
    }

    /** Of a read: only 404 says that there is none. */
    static <T> Fetched<T> toFetched(PaystackAnswer answer) {
        return switch (answer) {
            case Done done -> new Fetched.Unknown<>("Paystack's answer says nothing that can be read");
            case Foreign foreign -> new Fetched.Unknown<>(foreign(foreign.domain()));
            case Lost lost -> new Fetched.Unknown<>(lost.why());
            case Refused refused ->
                refused.isAbsent() ? new Fetched.Absent<>() : new Fetched.Unknown<>(refused.sentence());
        };
    }

    private static Outcome refused(Refused refused) {
        return switch (refused.status()) {
            case 401, 403 ->
                new Outcome.KeyRefused(refused.sentence() + " (set PAYSTACK_SECRET_KEY to a key that may do this)");
            case 429 -> new Outcome.RetryLater(refused.sentence(), refused.retryAfter(), Outcome.Limit.ACCOUNT);
            case 408, 409 -> new Outcome.RetryLater(refused.sentence(), refused.retryAfter());
            default -> new Outcome.Rejected(refused.code(), refused.sentence(), refused.requestId());
        };
    }

    private static String foreign(String domain) {
        return "Paystack answers of domain " + domain + " (expected: the mode of this database)";
    }

    private static Optional<Duration> after() {
        return Optional.of(STILL_AT_IT);
    }
}
