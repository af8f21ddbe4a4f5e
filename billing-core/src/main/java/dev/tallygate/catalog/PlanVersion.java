package dev.tallygate.catalog;

/** A published plan: immutable, so it may be cached for ever. {@code version} counts from 1 within the plan. */
public record PlanVersion(long planVersionId, int version, Plan plan) {

    /** For people: {@code standard v3}; of a plan in several currencies {@code standard v3 in NGN}. */
    public String label() {
        String label = plan.planId() + " v" + version;
        return plan.currencies().size() > 1 ? label + " in " + plan.currency() : label;
    }
}
