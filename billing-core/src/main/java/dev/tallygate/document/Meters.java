package dev.tallygate.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Meters as customers read them. */
final class Meters {
    private static final Map<String, String> NAMES = Map.of(
            "requests", "requests",
            "tokens_in", "input tokens",
            "tokens_in_cached", "cached input tokens",
            "tokens_in_cache_write", "input tokens written to the cache",
            "tokens_in_uncached", "input tokens that are not cached",
            "tokens_out", "output tokens",
            "tokens_out_plain", "output tokens without reasoning",
            "tokens_out_reasoning", "reasoning tokens",
            "compute_millis", "milliseconds of compute");

    private Meters() {}

    /** {@code input tokens + output tokens}; a meter of one's own by its name. */
    static String named(List<String> meters) {
        return meters.stream()
                .map(meter -> NAMES.getOrDefault(meter, meter.replace('_', ' ')))
                .collect(Collectors.joining(" + "));
    }
}
