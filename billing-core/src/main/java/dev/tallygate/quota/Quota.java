package dev.tallygate.quota;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.SpendCap;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Where a customer stands in one billing period.
 *
 * @param version of the period's last window: its cap and allowances hold
 * @param spend U, at most 12 places
 * @param held what living reservations may still add to spend, at most 12 places; 0 where totals were not read
 * @param allowances in plan order; empty where totals were not read
 */
public record Quota(
        PlanVersion version, BillingPeriod period, BigDecimal spend, BigDecimal held, List<AllowanceQuota> allowances) {

    public Quota {
        allowances = List.copyOf(allowances);
    }

    /** An allowance, how much of it is used and held, in the unit of its charges' meters; {@code used} may exceed it. */
    public record AllowanceQuota(String allowanceId, long included, long used, long held) {}

    public Plan plan() {
        return version.plan();
    }

    public Currency currency() {
        return plan().currency();
    }

    public Optional<SpendCap> spendCap() {
        return plan().spendCap();
    }

    /** What is neither spent nor held of the cap, never below 0; empty = no cap. */
    public Optional<BigDecimal> remaining() {
        return spendCap().map(cap -> cap.amount().subtract(spend).subtract(held).max(BigDecimal.ZERO));
    }
}
