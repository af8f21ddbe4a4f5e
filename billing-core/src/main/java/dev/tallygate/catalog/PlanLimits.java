package dev.tallygate.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plan includes and where it warns or stops. {@code alerts}: percent of the cap and of each allowance, rising. */
public record PlanLimits(@Nullable SpendCap spendCap, List<Integer> alerts, List<Allowance> allowances) {

    public PlanLimits {
        alerts = List.copyOf(alerts);
        allowances = List.copyOf(allowances);
    }
}
