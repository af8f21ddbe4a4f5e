package dev.tallygate.meter;

/**
 * Token counts: two wholes and their parts. {@code in} is all input (cached and cache writes included), {@code out} all output
 * (reasoning included).
 */
public record Tokens(long in, long inCached, long inCacheWrite, long out, long outReasoning) {

    public static final Tokens ZERO = new Tokens(0, 0, 0, 0, 0);

    /** Input that was neither read from nor written to a cache. */
    public long inUncached() {
        return in - inCached - inCacheWrite;
    }

    /** Output without reasoning. */
    public long outPlain() {
        return out - outReasoning;
    }

    /** True where the parts of a whole together are more than it: the caller mixed two habits of counting. */
    public boolean partsExceedWhole() {
        return inUncached() < 0 || outPlain() < 0;
    }

    Tokens plus(Tokens other) {
        return new Tokens(
                Math.addExact(in, other.in),
                Math.addExact(inCached, other.inCached),
                Math.addExact(inCacheWrite, other.inCacheWrite),
                Math.addExact(out, other.out),
                Math.addExact(outReasoning, other.outReasoning));
    }

    public Tokens negated() {
        return new Tokens(
                Math.negateExact(in),
                Math.negateExact(inCached),
                Math.negateExact(inCacheWrite),
                Math.negateExact(out),
                Math.negateExact(outReasoning));
    }

    long largest() {
        return Math.max(Math.max(in, out), Math.max(outReasoning, Math.max(inCached, inCacheWrite)));
    }

    long smallest() {
        return Math.min(Math.min(in, out), Math.min(outReasoning, Math.min(inCached, inCacheWrite)));
    }
}
