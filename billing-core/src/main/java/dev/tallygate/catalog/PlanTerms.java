package dev.tallygate.catalog;

import java.time.Duration;

/** How a plan treats time, gaps, mistakes and debts. {@code grace}: from the end of a period to its close. */
public record PlanTerms(
        Duration grace,
        UnpricedPolicy unpriced,
        Corrections corrections,
        OverdueTerms overdue,
        RatedBy ratedBy,
        ZeroInvoices zeroInvoices) {

    /** Of a plan that keeps its invoices of zero. */
    public PlanTerms(
            Duration grace, UnpricedPolicy unpriced, Corrections corrections, OverdueTerms overdue, RatedBy ratedBy) {
        this(grace, unpriced, corrections, overdue, ratedBy, ZeroInvoices.KEEP);
    }
}
