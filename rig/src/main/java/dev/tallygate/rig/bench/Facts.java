package dev.tallygate.rig.bench;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.UsageEvent;
import java.time.Instant;
import java.util.Map;

/**
 * The usage that is recorded, the same for the product and for its yardsticks: fact number n of a run.
 *
 * @param run makes ids of this run unlike those of another
 * @param usageTime of all of it
 * @param labels of all of it
 */
record Facts(String run, Instant usageTime, Map<String, String> labels) {
    private static final int TOKENS_IN_MAX = 4_000;
    private static final int TOKENS_OUT_MAX = 900;
    private static final Map<String, String> LABELS =
            Map.of("team", "search-relevance", "environment", "production", "feature", "summarise-document");

    Facts at(Instant otherTime) {
        return new Facts(run, otherTime, labels);
    }

    /** With three labels, 85 bytes of JSON. */
    Facts labelled() {
        return new Facts(run, usageTime, LABELS);
    }

    String eventId(long number) {
        return "resp_" + run + "_" + number;
    }

    static long customer(long number, Shape shape) {
        return number / shape.inARow() % shape.customers();
    }

    static String customerId(long number, Shape shape) {
        return "bench-" + customer(number, shape);
    }

    static String modelId(long number, Shape shape) {
        long ofCustomer = number / shape.inARow() / shape.customers() * shape.inARow() + number % shape.inARow();
        return "gpt-4o-2024-08-" + (10 + ofCustomer % shape.models());
    }

    static long tokensIn(long number) {
        return 1 + number * 7_919 % TOKENS_IN_MAX;
    }

    static long tokensOut(long number) {
        return 1 + number * 104_729 % TOKENS_OUT_MAX;
    }

    UsageEvent event(long number, Shape shape) {
        return UsageEvent.newBuilder()
                .setEventId(eventId(number))
                .setCustomerId(customerId(number, shape))
                .setModelId(modelId(number, shape))
                .setModelProvider("openai")
                .setUsageTime(Timestamp.newBuilder()
                        .setSeconds(usageTime.getEpochSecond())
                        .setNanos(usageTime.getNano()))
                .setTokensIn(tokensIn(number))
                .setTokensOut(tokensOut(number))
                .setLatencyMillis(number % 2_000)
                .putAllLabels(labels)
                .build();
    }

    /** The most that fact number n may use. */
    static Map<String, Long> bounds() {
        return Map.of("tokens_in", (long) TOKENS_IN_MAX, "tokens_out", (long) TOKENS_OUT_MAX);
    }
}
