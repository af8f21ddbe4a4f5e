package dev.tallygate.rating;

/** Rates a period's totals: A for each key, U for the period. */
public final class Rater {

    private Rater() {}

    /** All keys of all windows; throws {@link ArithmeticException} where a pooled sum does not fit 64 bits. */
    public static RatedPeriod rate(PeriodUsage usage) {
        if (usage.windows().isEmpty()) {
            return new RatedPeriod(java.util.List.of(), java.math.BigDecimal.ZERO, java.util.Set.of());
        }
        throw new UnsupportedOperationException("not yet");
    }
}
