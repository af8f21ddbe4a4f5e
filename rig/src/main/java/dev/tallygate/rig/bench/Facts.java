package dev.tallygate.rig.bench;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.UsageEvent;
import java.time.Instant;

/** The usage that is recorded, the same for the product and for its yardsticks: fact number n of a run. */
record Facts(String run, Instant usageTime) {
    private static final int TOKENS_IN_MAX = 4_000;
    private static final int TOKENS_OUT_MAX = 900;

    String eventId(long number) {
        return "resp_" + run + "_" + number;
    }

    static String customerId(long number, Shape shape) {
        return "bench-" + number % shape.customers();
    }

    static String modelId(long number, Shape shape) {
        return "gpt-4o-2024-08-" + (10 + number / shape.customers() % shape.models());
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
                .build();
    }
}
