package dev.tallygate.notification;

import dev.tallygate.notification.Crossing.Threshold;
import java.math.BigDecimal;
import java.util.List;

/** How much of one limit is used, before and after an event. */
public record LimitUse(String limitKey, BigDecimal limitAmount, BigDecimal usedBefore, BigDecimal usedAfter) {

    /** The limit key of the spend cap. */
    public static final String CAP = "cap";

    /** The percents that were crossed upwards, in their order, which rises; none for a limit of 0. */
    public List<Threshold> crossed(List<Integer> percents) {
        if (limitAmount.signum() == 0) {
            return List.of();
        }
        if (percents.isEmpty() || !new Threshold(limitKey, percents.getFirst(), limitAmount).isReachedBy(usedAfter)) {
            return List.of();
        }
        return percents.stream()
                .map(percent -> new Threshold(limitKey, percent, limitAmount))
                .filter(threshold -> !threshold.isReachedBy(usedBefore) && threshold.isReachedBy(usedAfter))
                .toList();
    }
}
