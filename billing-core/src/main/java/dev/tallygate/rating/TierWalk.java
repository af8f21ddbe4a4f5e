package dev.tallygate.rating;

import java.math.BigDecimal;

/**
 * Units of a window (packages, where the price counts those) that fell into one tier, at {@code price} for the charge's {@code per} units; {@code upTo} is
 * {@link dev.tallygate.catalog.Tier#OPEN} for an open end. Negative where other usage now fills the tier.
 */
public record TierWalk(long upTo, BigDecimal price, long quantity) {

    TierWalk negated() {
        return new TierWalk(upTo, price, -quantity);
    }

    /** Of the same tier. */
    TierWalk plus(TierWalk other) {
        return new TierWalk(upTo, price, quantity + other.quantity);
    }
}
