package dev.tallygate.quota;

import dev.tallygate.customer.Customer;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RatingWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer stands in one billing period, as gate, periods and subscriptions say it.
 *
 * @param windows in order of time; empty = no subscription touches the period
 * @param holds the customer's living reservations
 * @param figures null = nothing is recorded in the period
 */
record Standing(
        Customer customer,
        PeriodKey period,
        List<RatingWindow> windows,
        LivingHolds holds,
        @Nullable PeriodFigures figures,
        PeriodState state) {

    Optional<RatingWindow> windowAt(Instant instant) {
        return windows.stream().filter(window -> window.contains(instant)).findFirst();
    }

    /** U so far. */
    BigDecimal spend() {
        return figures == null ? BigDecimal.ZERO : figures.usageCost();
    }

    boolean isUnpriced() {
        return figures != null && figures.unpriced() > 0;
    }
}
