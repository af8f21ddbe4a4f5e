package dev.tallygate.usage;

import dev.tallygate.catalog.Plan;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.rating.PeriodUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A billing period in which a customer has a plan: its rating windows, at least one, and what is used in each. */
public record SubscribedPeriod(List<RatingWindow> windows, PeriodUsage usage) {

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

    /** The models that were used in it. */
    public Set<String> models() {
        return usage.windows().stream()
                .flatMap(window -> window.byModel().keySet().stream())
                .collect(Collectors.toSet());
    }
}
