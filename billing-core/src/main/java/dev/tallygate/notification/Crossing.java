package dev.tallygate.notification;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An alert threshold that committed usage has passed upwards.
 *
 * @param used just after the crossing, in the limit's unit
 * @param seq of the row that crossed it
 */
public record Crossing(
        long customerKey, Instant periodStart, Threshold threshold, BigDecimal used, long seq, Instant crossedTime) {

    /**
     * A percent of a limit.
     *
     * @param limitKey {@code cap}, or the allowance's id
     * @param limitAmount the whole limit, in its unit; a raised one warns again
     */
    public record Threshold(String limitKey, int percent, BigDecimal limitAmount) {

        /** Whether this much usage has reached it. */
        public boolean isReachedBy(BigDecimal used) {
            return used.movePointRight(2).compareTo(limitAmount.multiply(BigDecimal.valueOf(percent))) >= 0;
        }
    }
}
