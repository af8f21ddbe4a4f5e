package dev.tallygate.catalog;

/** A published plan: immutable, so it may be cached for ever. {@code version} counts from 1 within the plan. */
public record PlanVersion(long planVersionId, int version, Plan plan) {

    /** For people: {@code standard v3}. */
    public String label() {
        return plan.planId() + " v" + version;
    }
}
