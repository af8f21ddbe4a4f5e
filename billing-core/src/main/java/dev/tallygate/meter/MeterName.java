package dev.tallygate.meter;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names of the built-in meters, which of them are parts of a whole, and what a meter of one's own may be called. */
public final class MeterName {

    public static final String REQUESTS = "requests";
    /** All input, cached included. */
    public static final String TOKENS_IN = "tokens_in";

    public static final String TOKENS_IN_CACHED = "tokens_in_cached";
    public static final String TOKENS_IN_CACHE_WRITE = "tokens_in_cache_write";
    /** Derived: {@code tokens_in} without its cached and cache-write parts. */
    public static final String TOKENS_IN_UNCACHED = "tokens_in_uncached";
    /** All output, reasoning included. */
    public static final String TOKENS_OUT = "tokens_out";

    public static final String TOKENS_OUT_REASONING = "tokens_out_reasoning";
    /** Derived: {@code tokens_out} without its reasoning part. */
    public static final String TOKENS_OUT_PLAIN = "tokens_out_plain";

    public static final String COMPUTE_MILLIS = "compute_millis";

    /** Bytes of a meter's name at most. */
    public static final int BYTES_MAX = 64;

    private static final List<String> PARTS_IN = List.of(TOKENS_IN_UNCACHED, TOKENS_IN_CACHED, TOKENS_IN_CACHE_WRITE);
    private static final List<String> WHOLES = List.of(TOKENS_IN, TOKENS_OUT);
    private static final List<String> PARTS_OUT = List.of(TOKENS_OUT_PLAIN, TOKENS_OUT_REASONING);
    private static final Set<String> BUILT_IN = Set.of(
            REQUESTS,
            TOKENS_IN,
            TOKENS_IN_CACHED,
            TOKENS_IN_CACHE_WRITE,
            TOKENS_IN_UNCACHED,
            TOKENS_OUT,
            TOKENS_OUT_REASONING,
            TOKENS_OUT_PLAIN,
            COMPUTE_MILLIS);
    /** Kept on the event, never billed: no meter may be called so. */
    private static final String LATENCY_MILLIS = "latency_millis";

    private MeterName() {}

    /** The built-in meters, derived ones included. */
    public static Set<String> builtIn() {
        return BUILT_IN;
    }

    /** True for a part that follows from its whole and the other parts. */
    public static boolean isDerived(String name) {
        return name.equals(TOKENS_IN_UNCACHED) || name.equals(TOKENS_OUT_PLAIN);
    }

    public static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name);
    }

    /** True for a name that a meter of one's own may have: 1..64 bytes 0x21-0x7E, and not taken by Tallygate. */
    public static boolean isLegalOwn(String name) {
        return Ids.isLegal(name, BYTES_MAX) && !isBuiltIn(name) && !name.equals(LATENCY_MILLIS);
    }

    /** The meters that have parts. */
    public static List<String> wholes() {
        return WHOLES;
    }

    /** The whole that the meter is a part of, derived parts included. */
    public static Optional<String> wholeOf(String name) {
        if (PARTS_IN.contains(name)) {
            return Optional.of(TOKENS_IN);
        }
        return PARTS_OUT.contains(name) ? Optional.of(TOKENS_OUT) : Optional.empty();
    }

    /** The parts that together are the whole, the derived one first; empty for a meter without parts. */
    public static List<String> partsOf(String name) {
        return switch (name) {
            case TOKENS_IN -> PARTS_IN;
            case TOKENS_OUT -> PARTS_OUT;
            default -> List.of();
        };
    }
}
