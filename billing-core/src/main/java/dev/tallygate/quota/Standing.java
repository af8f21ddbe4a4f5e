package dev.tallygate.quota;

import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RatingWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a customer stands in one billing period, as gate, periods and subscriptions say it.
 *
 * @param windows in order of time; empty = no subscription touches the period
 * @param holds the customer's living reservations
 * @param debt its unpaid invoices
 */
record Standing(
        String customerId,
        CustomerStatus status,
        PeriodKey period,
        List<RatingWindow> windows,
        LivingHolds holds,
        Debt debt,
        Figures figures) {

    /**
     * What the period has come to.
     *
     * @param spend U so far
     * @param unpriced some usage in it has no price
     */
    record Figures(BigDecimal spend, boolean unpriced, PeriodState state) {}

    Standing withWindows(List<RatingWindow> read) {
        return new Standing(customerId, status, period, read, holds, debt, figures);
    }

    Optional<RatingWindow> windowAt(Instant instant) {
        for (RatingWindow window : windows) {
            if (window.contains(instant)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }
}
