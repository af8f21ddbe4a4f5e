package dev.tallygate.meter;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The most that usage may come to, per meter: of one hold, or the sum of several. A part that a hold does not name may be the
 * whole, so parts together can be more than their whole here.
 */
public record HeldQuantities(Quantities most) {

    public static final HeldQuantities NONE = new HeldQuantities(Quantities.ZERO);

    /**
     * The bound of one request. One request is always held; a part that is named holds its whole too where that is not named.
     *
     * @param named by meter, none of them derived
     */
    public static HeldQuantities of(SortedMap<String, Long> named) {
        Quantities.Builder builder = Quantities.builder();
        named.forEach(builder::quantity);
        Quantities raw = builder.build();
        Tokens tokens = raw.tokens();
        long in = named.containsKey(MeterName.TOKENS_IN) ? tokens.in() : tokens.inCached() + tokens.inCacheWrite();
        long out = named.containsKey(MeterName.TOKENS_OUT) ? tokens.out() : tokens.outReasoning();
        Tokens bounds = new Tokens(
                in,
                named.containsKey(MeterName.TOKENS_IN_CACHED) ? Math.min(in, tokens.inCached()) : in,
                named.containsKey(MeterName.TOKENS_IN_CACHE_WRITE) ? Math.min(in, tokens.inCacheWrite()) : in,
                out,
                named.containsKey(MeterName.TOKENS_OUT_REASONING) ? Math.min(out, tokens.outReasoning()) : out);
        return new HeldQuantities(
                new Quantities(Math.max(1, raw.requests()), bounds, raw.computeMillis(), new TreeMap<>(raw.own())));
    }

    /** Bounds that were given by {@link #bounds()} before. */
    public static HeldQuantities ofBounds(SortedMap<String, Long> bounds) {
        Quantities.Builder builder = Quantities.builder();
        bounds.forEach(builder::quantity);
        return new HeldQuantities(builder.build());
    }

    /** The most of each meter by its name, derived ones and those of 0 left out. */
    public SortedMap<String, Long> bounds() {
        TreeMap<String, Long> bounds = new TreeMap<>(most.own());
        for (String meter : MeterName.builtIn()) {
            if (!MeterName.isDerived(meter) && most.quantityOf(meter) != 0) {
                bounds.put(meter, most.quantityOf(meter));
            }
        }
        return bounds;
    }

    /** What the sum of these meters may come to; each part within its bound, the parts of one whole within that. */
    public long mostOf(Collection<String> meters) {
        long sum = 0;
        long partsIn = 0;
        long partsOut = 0;
        for (String meter : meters) {
            switch (meter) {
                case MeterName.TOKENS_IN_UNCACHED -> partsIn += most.tokensIn();
                case MeterName.TOKENS_IN_CACHED -> partsIn += most.tokensInCached();
                case MeterName.TOKENS_IN_CACHE_WRITE -> partsIn += most.tokensInCacheWrite();
                case MeterName.TOKENS_OUT_PLAIN -> partsOut += most.tokensOut();
                case MeterName.TOKENS_OUT_REASONING -> partsOut += most.tokensOutReasoning();
                default -> sum = Math.addExact(sum, most.quantityOf(meter));
            }
        }
        return Math.addExact(sum, Math.min(partsIn, most.tokensIn()) + Math.min(partsOut, most.tokensOut()));
    }

    /** The most of one meter, derived ones included. */
    public long mostOf(String meter) {
        return switch (meter) {
            case MeterName.TOKENS_IN_UNCACHED -> most.tokensIn();
            case MeterName.TOKENS_OUT_PLAIN -> most.tokensOut();
            default -> most.quantityOf(meter);
        };
    }

    /** Whether usage stays within every bound; none covers what is marked, since no such meter can be held. */
    public boolean covers(Quantities used) {
        return used.marks().isNone() && used.plus(most.negated()).largest() <= 0;
    }

    public HeldQuantities plus(HeldQuantities other) {
        return new HeldQuantities(most.plus(other.most));
    }

    public HeldQuantities minus(HeldQuantities other) {
        return new HeldQuantities(most.plus(other.most.negated()));
    }

    /** Whether some bound is below 0: more was taken away than was held. */
    public boolean isNegative() {
        return most.smallest() < 0;
    }

    public boolean isNone() {
        return most.isZero();
    }
}
