package dev.tallygate.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What one billing period has come to.
 *
 * @param planVersionId of the period's last window: its cap, thresholds and grace hold
 * @param usageCost U, 12 places
 * @param usageTimeMax newest usage_time in the period
 * @param lastSeq of the period's latest row, 0 = none
 * @param unpriced count of (window, model, meter) with a quantity and no price
 * @param unpricedSeq of the latest row with unpriced usage, 0 = none
 */
public record PeriodFigures(
        Currency currency,
        long planVersionId,
        BigDecimal usageCost,
        @Nullable Instant usageTimeMax,
        long lastSeq,
        int unpriced,
        long unpricedSeq,
        OverCap overCap) {

    /** A period without usage. */
    public static PeriodFigures none(Currency currency, long planVersionId) {
        return new PeriodFigures(currency, planVersionId, BigDecimal.ZERO, null, 0, 0, 0, OverCap.NONE);
    }
}
