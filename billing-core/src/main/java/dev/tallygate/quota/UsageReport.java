package dev.tallygate.quota;

import dev.tallygate.ledger.PeriodState;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a customer used in one billing period.
 *
 * @param quota with allowances; null = no plan held in the period
 * @param windows by time, those without usage too
 * @param unpriced some usage has no price in its plan
 */
public record UsageReport(
        String customerId,
        BillingPeriod period,
        @Nullable Quota quota,
        List<WindowUsage> windows,
        PeriodState state,
        boolean unpriced,
        Instant asOfTime) {

    public UsageReport {
        windows = List.copyOf(windows);
    }

    public Optional<Quota> quotaIfAny() {
        return Optional.ofNullable(quota);
    }
}
