package dev.tallygate.modelcost;

import dev.tallygate.meter.MeterName;

/** The kinds of token that have a cost of their own; together they are all tokens, each once. */
public enum TokenKind {
    INPUT(MeterName.TOKENS_IN_UNCACHED),
    CACHED(MeterName.TOKENS_IN_CACHED),
    CACHE_WRITE(MeterName.TOKENS_IN_CACHE_WRITE),
    OUTPUT(MeterName.TOKENS_OUT_PLAIN),
    REASONING(MeterName.TOKENS_OUT_REASONING);

    private final String meter;

    TokenKind(String meter) {
        this.meter = meter;
    }

    /** The meter that counts it. */
    public String meter() {
        return meter;
    }
}
