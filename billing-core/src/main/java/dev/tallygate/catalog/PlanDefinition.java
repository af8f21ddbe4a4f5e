package dev.tallygate.catalog;

import java.util.List;

/**
 * A YAML document, comments included, and the plan that was read from it.
 *
 * @param plans the plan in each of its currencies, in their order; never empty
 * @param firstLine where it stood in its text
 */
public record PlanDefinition(List<Plan> plans, String source, int firstLine) {

    public PlanDefinition {
        plans = List.copyOf(plans);
    }

    /** The plan in its first currency. */
    public Plan plan() {
        return plans.getFirst();
    }
}
