package dev.tallygate.usage;

import dev.tallygate.catalog.Plan;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A billing period in which a customer has a plan.
 *
 * @param windows its rating windows, at least one
 * @param usage what is used in each
 * @param usageCost U of that, 12 places
 * @param drawn what draws on each allowance of the last window's plan, in plan order
 */
public record SubscribedPeriod(List<RatingWindow> windows, PeriodUsage usage, BigDecimal usageCost, List<Long> drawn) {

    /** With cost and allowances worked out of the usage. */
    public static SubscribedPeriod of(List<RatingWindow> windows, PeriodUsage usage) {
        RunningCost cost = new RunningCost(usage);
        List<Long> drawn = usage.windows().getLast().version().plan().allowances().stream()
                .map(allowance -> cost.used(allowance.allowanceId()))
                .toList();
        return new SubscribedPeriod(windows, usage, cost.usageCost(), drawn);
    }

    public Optional<RatingWindow> windowAt(Instant instant) {
        return windows.stream().filter(window -> window.contains(instant)).findFirst();
    }

    /** The plans that hold in this stretch of time. */
    public List<Plan> plansIn(Instant start, Instant end) {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            RatingWindow window = windows.get(i);
            if (window.start().isBefore(end) && window.end().isAfter(start)) {
                plans.add(usage.windows().get(i).version().plan());
            }
        }
        return plans;
    }

    /** As many as it has models, or more: one that was used in two windows counts twice. */
    public int modelsAtMost() {
        int count = 0;
        for (WindowUsage window : usage.windows()) {
            count += window.byModel().size();
        }
        return count;
    }

    /** The models that were used in it. */
    public Set<String> models() {
        return usage.windows().stream()
                .flatMap(window -> window.byModel().keySet().stream())
                .collect(Collectors.toSet());
    }
}
