package dev.tallygate.quota;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Plan;
import dev.tallygate.rating.HighestCost;
import dev.tallygate.rating.RunningCost;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** How far a billing period has come, or may come: U, and what draws on each allowance, in plan order. */
record Reach(BigDecimal cost, List<Long> drawn) {

    static Reach of(Plan plan, RunningCost cost) {
        return new Reach(cost.usageCost(), drawn(plan, cost::used));
    }

    static Reach of(Plan plan, HighestCost cost) {
        return new Reach(cost.usageCost(), drawn(plan, cost::used));
    }

    private static List<Long> drawn(Plan plan, ToLongFunction<String> used) {
        return plan.allowances().stream()
                .map(allowance -> used.applyAsLong(allowance.allowanceId()))
                .toList();
    }

    /** The hard limit that forbids to come from here to {@code after}; what does not come closer to a limit passes. */
    Optional<DenyReason> denialOf(Reach after, Plan plan) {
        for (int i = 0; i < plan.allowances().size(); i++) {
            Allowance allowance = plan.allowances().get(i);
            boolean draws = after.drawn.get(i) > drawn.get(i);
            if (draws && allowance.isHard() && after.drawn.get(i) > allowance.quantity()) {
                return Optional.of(DenyReason.ALLOWANCE_EXHAUSTED);
            }
        }
        boolean passesCap = after.cost.compareTo(cost) > 0
                && plan.spendCap()
                        .filter(cap -> cap.isHard() && after.cost.compareTo(cap.amount()) > 0)
                        .isPresent();
        return passesCap ? Optional.of(DenyReason.SPEND_CAP_REACHED) : Optional.empty();
    }
}
