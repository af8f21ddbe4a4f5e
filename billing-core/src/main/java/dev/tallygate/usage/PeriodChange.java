package dev.tallygate.usage;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What recording, correcting or re-rating makes of a period.
 *
 * @param closed whether that is late: the period has been closed
 * @param costBefore U before, 12 places
 * @param costAfter U after, 12 places
 * @param after its usage and versions after
 */
public record PeriodChange(
        PeriodKey key, boolean closed, BigDecimal costBefore, BigDecimal costAfter, SubscribedPeriod after) {

    public BillingPeriod period() {
        return BillingPeriod.monthContaining(key.periodStart());
    }

    public Currency currency() {
        return after.windows().getFirst().currency();
    }
}
