package dev.tallygate.invoice;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a line's quantity became its amount, as the line stores it.
 *
 * @param meters whose sum the charge counts; none of a flat fee
 * @param per units that a price is for; 0 of a flat fee
 * @param tiers the prices that were met, in order
 * @param flatAmount what the fee is for a whole period, in major units; null = it is no flat fee
 */
public record PriceWalk(
        List<String> meters,
        long per,
        List<Tier> tiers,
        @Nullable BigDecimal flatAmount) {
    public PriceWalk {
        meters = List.copyOf(meters);
        tiers = List.copyOf(tiers);
    }

    /**
     * Units at one price.
     *
     * @param upTo the tier's upper bound; null = it is open
     * @param price for {@code per} units
     */
    public record Tier(@Nullable Long upTo, BigDecimal price, long quantity) {}
}
