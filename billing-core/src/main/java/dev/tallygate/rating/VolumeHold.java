package dev.tallygate.rating;

import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import java.math.BigDecimal;

/**
 * The highest A of a volume price while holds live: not where most is used, but at the top of one of the tiers that the
 * period's quantity may yet fall into.
 *
 * @param startCharged units of the key that were charged up to the window's start, and {@code startAmount} what they cost
 * @param decidingLeast the period's quantity without what is held
 */
record VolumeHold(Price price, long per, long startCharged, BigDecimal startAmount, long decidingLeast) {

    /**
     * The amount up to the window's end that makes the window's cost, less {@code startAmount}, the highest; never below a real
     * outcome, and equal to one where the period has one window.
     *
     * @param charged the most that is charged up to the window's end
     * @param decidingMost the most that the whole period comes to
     */
    BigDecimal highest(long charged, long decidingMost) {
        BigDecimal highest = Amounts.ZERO;
        long below = 0;
        for (Tier tier : price.volumeTiers()) {
            boolean isReached = below == 0 || below < decidingMost;
            if (isReached && decidingLeast <= tier.upTo()) {
                highest = highest.max(windowCost(tier, Math.min(charged, tier.upTo())));
            }
            below = tier.upTo();
        }
        return startAmount.add(highest);
    }

    private BigDecimal windowCost(Tier tier, long end) {
        return Amounts.of(price, per, end, tier.upTo())
                .subtract(Amounts.of(price, per, Math.min(startCharged, end), tier.upTo()));
    }
}
