package dev.tallygate.usage;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Plan;
import dev.tallygate.notification.Crossing;
import dev.tallygate.notification.Crossing.Threshold;
import dev.tallygate.notification.LimitUse;
import dev.tallygate.rating.RunningCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The limits that a plan sets for one period: its cap, then its allowances in plan order. */
record PeriodLimits(Plan plan) {

    /** A threshold that an event crossed, and how much of its limit is used then. */
    record Crossed(Threshold threshold, BigDecimal used) {

        /** It with the row that crossed it. */
        Crossing by(RecordedEvent row) {
            return new Crossing(
                    row.customerKey(), row.placement().periodStart(), threshold, used, row.seq(), row.recordedTime());
        }
    }

    /** U above the cap, 0 where there is none. */
    BigDecimal excess(BigDecimal usageCost) {
        return plan.spendCap()
                .map(cap -> usageCost.subtract(cap.amount()).max(BigDecimal.ZERO))
                .orElse(BigDecimal.ZERO);
    }

    /** How much of each limit is used. */
    List<BigDecimal> used(BigDecimal usageCost, RunningCost cost) {
        List<BigDecimal> used = new ArrayList<>();
        used.add(usageCost);
        for (Allowance allowance : plan.allowances()) {
            used.add(BigDecimal.valueOf(cost.used(allowance.allowanceId())));
        }
        return used;
    }

    /** None of any limit: what a plan change compares with, so that it evaluates at once. */
    List<BigDecimal> unused() {
        List<BigDecimal> unused = new ArrayList<>();
        unused.add(BigDecimal.ZERO);
        plan.allowances().forEach(allowance -> unused.add(BigDecimal.ZERO));
        return unused;
    }

    /** The thresholds that lie between the two, each list as {@link #used} gives it. */
    List<Crossed> crossed(List<BigDecimal> before, List<BigDecimal> after) {
        if (before.equals(after) || plan.alerts().isEmpty()) {
            return List.of();
        }
        List<Crossed> crossed = new ArrayList<>();
        plan.spendCap()
                .ifPresent(cap ->
                        add(new LimitUse(LimitUse.CAP, cap.amount(), before.getFirst(), after.getFirst()), crossed));
        for (int i = 0; i < plan.allowances().size(); i++) {
            Allowance allowance = plan.allowances().get(i);
            BigDecimal included = BigDecimal.valueOf(allowance.quantity());
            add(new LimitUse(allowance.allowanceId(), included, before.get(i + 1), after.get(i + 1)), crossed);
        }
        return crossed;
    }

    private void add(LimitUse use, List<Crossed> crossed) {
        for (Threshold threshold : use.crossed(plan.alerts())) {
            crossed.add(new Crossed(threshold, use.usedAfter()));
        }
    }
}
