package dev.tallygate.meter;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much of each meter: of one event, or the total of many. They add up and can be taken away again.
 *
 * @param own sums and counts of meters of one's own by name; a quantity of 0 is not kept, so that absent and 0 are equal
 * @param marks what decides the quantities of the other meters of one's own: max, latest and unique
 */
public record Quantities(
        long requests, Tokens tokens, long computeMillis, NavigableMap<String, Long> own, Marks marks) {

    /** The most of one meter in one event. */
    public static final long EVENT_MAX = 1_000_000_000_000L;

    /** The most that a total, or a sum pooled over models and meters, may reach. */
    public static final long TOTAL_MAX = 4_000_000_000_000_000_000L;

    public static final Quantities ZERO = new Quantities(0, Tokens.ZERO, 0, new TreeMap<>());

    public Quantities {
        own = own.isEmpty() ? Collections.emptyNavigableMap() : withoutZeros(own);
    }

    /** Without marks. */
    public Quantities(long requests, Tokens tokens, long computeMillis, NavigableMap<String, Long> own) {
        this(requests, tokens, computeMillis, own, Marks.NONE);
    }

    private static NavigableMap<String, Long> withoutZeros(NavigableMap<String, Long> own) {
        TreeMap<String, Long> kept = new TreeMap<>(own);
        kept.values().removeIf(quantity -> quantity == 0);
        return Collections.unmodifiableNavigableMap(kept);
    }

    /** Of one meter that is a number, and nothing else. */
    public static Quantities ofNumber(String meter, long quantity) {
        return builder().own(meter, quantity).build();
    }

    /** Of one meter that has marks, and nothing else. */
    public static Quantities ofMarks(String meter, MeterMarks marks) {
        return new Quantities(
                0, Tokens.ZERO, 0, Collections.emptyNavigableMap(), new Marks(new TreeMap<>(Map.of(meter, marks))));
    }

    public static Builder builder() {
        return new Builder();
    }

    public long tokensIn() {
        return tokens.in();
    }

    public long tokensInCached() {
        return tokens.inCached();
    }

    public long tokensInCacheWrite() {
        return tokens.inCacheWrite();
    }

    public long tokensOut() {
        return tokens.out();
    }

    public long tokensOutReasoning() {
        return tokens.outReasoning();
    }

    /** The quantity of a built-in meter (derived ones too) or of one's own; 0 where there is none. */
    public long quantityOf(String meter) {
        return switch (meter) {
            case MeterName.REQUESTS -> requests;
            case MeterName.TOKENS_IN -> tokens.in();
            case MeterName.TOKENS_IN_CACHED -> tokens.inCached();
            case MeterName.TOKENS_IN_CACHE_WRITE -> tokens.inCacheWrite();
            case MeterName.TOKENS_IN_UNCACHED -> tokens.inUncached();
            case MeterName.TOKENS_OUT -> tokens.out();
            case MeterName.TOKENS_OUT_REASONING -> tokens.outReasoning();
            case MeterName.TOKENS_OUT_PLAIN -> tokens.outPlain();
            case MeterName.COMPUTE_MILLIS -> computeMillis;
            default -> own.getOrDefault(meter, 0L) + (marks.isNone() ? 0 : marks.quantityOf(meter));
        };
    }

    /** Every meter of one's own that is counted or marked here, and what it comes to: of a marked one that may be 0. */
    public NavigableMap<String, Long> ownQuantities() {
        if (marks.isNone()) {
            return own;
        }
        TreeMap<String, Long> all = new TreeMap<>(own);
        marks.byMeter().forEach((meter, ofMeter) -> all.merge(meter, ofMeter.quantity(), Math::addExact));
        return all;
    }

    /** Exact; throws {@link ArithmeticException} on overflow of 64 bits; {@link #exceedsTotalMax()} of a sum tells before that. */
    public Quantities plus(Quantities other) {
        return new Quantities(
                Math.addExact(requests, other.requests),
                tokens.plus(other.tokens),
                Math.addExact(computeMillis, other.computeMillis),
                ownPlus(other.own),
                marks.plus(other.marks));
    }

    public Quantities negated() {
        TreeMap<String, Long> ownNegated = new TreeMap<>();
        own.forEach((meter, quantity) -> ownNegated.put(meter, Math.negateExact(quantity)));
        return new Quantities(
                Math.negateExact(requests),
                tokens.negated(),
                Math.negateExact(computeMillis),
                ownNegated,
                marks.negated());
    }

    /** True where any meter is beyond {@link #TOTAL_MAX}. A sum of a legal total and a legal event never overflows 64 bits. */
    public boolean exceedsTotalMax() {
        return largest() > TOTAL_MAX;
    }

    /** As {@link #exceedsTotalMax()} of the sum of both. */
    public boolean exceedsTotalMaxWith(Quantities more) {
        if (marks.isNone() || more.marks.isNone()) {
            return plus(more).exceedsTotalMax();
        }
        Quantities numbers = new Quantities(requests, tokens, computeMillis, own);
        return numbers.plus(new Quantities(more.requests, more.tokens, more.computeMillis, more.own))
                .exceedsTotalMax();
    }

    /** The largest quantity of any meter that is a number; what is marked is never beyond what one event may have. */
    public long largest() {
        long ofOwn = own.isEmpty() ? 0 : Collections.max(own.values());
        return Math.max(Math.max(requests, computeMillis), Math.max(tokens.largest(), ofOwn));
    }

    /** The smallest quantity of any meter that is a number: negative where one is. */
    public long smallest() {
        long ofOwn = own.isEmpty() ? 0 : Collections.min(own.values());
        return Math.min(Math.min(requests, computeMillis), Math.min(tokens.smallest(), ofOwn));
    }

    public boolean isZero() {
        return largest() == 0 && smallest() == 0 && marks.isNone();
    }

    private NavigableMap<String, Long> ownPlus(NavigableMap<String, Long> others) {
        if (others.isEmpty()) {
            return own;
        }
        TreeMap<String, Long> sum = new TreeMap<>(own);
        others.forEach((meter, quantity) -> sum.merge(meter, quantity, Math::addExact));
        return sum;
    }

    /** Names the quantities that are not 0. */
    public static final class Builder {

        private long requests;
        private long tokensIn;
        private long tokensInCached;
        private long tokensInCacheWrite;
        private long tokensOut;
        private long tokensOutReasoning;
        private long computeMillis;
        private final TreeMap<String, Long> own = new TreeMap<>();

        private Builder() {}

        public Builder requests(long quantity) {
            requests = quantity;
            return this;
        }

        public Builder tokensIn(long quantity) {
            tokensIn = quantity;
            return this;
        }

        public Builder tokensInCached(long quantity) {
            tokensInCached = quantity;
            return this;
        }

        public Builder tokensInCacheWrite(long quantity) {
            tokensInCacheWrite = quantity;
            return this;
        }

        public Builder tokensOut(long quantity) {
            tokensOut = quantity;
            return this;
        }

        public Builder tokensOutReasoning(long quantity) {
            tokensOutReasoning = quantity;
            return this;
        }

        public Builder computeMillis(long quantity) {
            computeMillis = quantity;
            return this;
        }

        /** A meter of one's own. */
        public Builder own(String meter, long quantity) {
            own.put(meter, quantity);
            return this;
        }

        /** By name; throws {@link IllegalArgumentException} for a derived meter, which follows from the others. */
        public Builder quantity(String meter, long quantity) {
            return switch (meter) {
                case MeterName.REQUESTS -> requests(quantity);
                case MeterName.TOKENS_IN -> tokensIn(quantity);
                case MeterName.TOKENS_IN_CACHED -> tokensInCached(quantity);
                case MeterName.TOKENS_IN_CACHE_WRITE -> tokensInCacheWrite(quantity);
                case MeterName.TOKENS_OUT -> tokensOut(quantity);
                case MeterName.TOKENS_OUT_REASONING -> tokensOutReasoning(quantity);
                case MeterName.COMPUTE_MILLIS -> computeMillis(quantity);
                case MeterName.TOKENS_IN_UNCACHED, MeterName.TOKENS_OUT_PLAIN ->
                    throw new IllegalArgumentException(meter + " (expected: a meter that is not derived)");
                default -> own(meter, quantity);
            };
        }

        public Quantities build() {
            Tokens tokens = new Tokens(tokensIn, tokensInCached, tokensInCacheWrite, tokensOut, tokensOutReasoning);
            return new Quantities(requests, tokens, computeMillis, own);
        }
    }
}
