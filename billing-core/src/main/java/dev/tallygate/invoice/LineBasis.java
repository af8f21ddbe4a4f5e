package dev.tallygate.invoice;

import java.math.BigDecimal;

/**
 * What a line replays from (invariant 8): the plan version, the rows up to {@code throughSeq}, and what they gave:
 * quantity in the charge's unit, how much of it allowances took, and A of the key to 12 places. {@code explanation} is
 * JSON: tiers walked, meters, rate.
 */
public record LineBasis(
        LineKind kind,
        long planVersionId,
        long throughSeq,
        long quantity,
        long allowanceUsed,
        BigDecimal unroundedAmount,
        String explanation) {

    /** How the quantity became the amount. */
    public PriceWalk walk() {
        return Explanation.read(explanation);
    }
}
