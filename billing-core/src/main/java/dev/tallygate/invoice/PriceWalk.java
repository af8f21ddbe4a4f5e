package dev.tallygate.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a line's quantity became its amount, as the line stores it.
 *
 * @param meters whose sum the charge counts; none of a flat fee
 * @param per units that a price is for; 0 of a flat fee
 * @param tiers the prices that were met, in order
 * @param models how much of the quantity each model used, where the line is of several
 * @param terms what else made the amount
 */
public record PriceWalk(List<String> meters, long per, List<Tier> tiers, Map<String, Long> models, Terms terms) {
    private static final int AMOUNT_PLACES = 12;

    public PriceWalk {
        meters = List.copyOf(meters);
        tiers = List.copyOf(tiers);
        models = Collections.unmodifiableMap(new TreeMap<>(models));
    }

    /** What the tier comes to: 12 places. */
    public BigDecimal amountOf(Tier tier) {
        return tier.price()
                .multiply(BigDecimal.valueOf(tier.quantity()))
                .divide(BigDecimal.valueOf(Math.max(1, per)), AMOUNT_PLACES, RoundingMode.HALF_EVEN);
    }

    /**
     * Units at one price, or packages where the price counts those.
     *
     * @param upTo the tier's upper bound; null = it is open
     * @param price for {@code per} units
     */
    public record Tier(@Nullable Long upTo, BigDecimal price, long quantity) {}

    /**
     * Amounts in major units; null = there is none.
     *
     * @param flatAmount what a flat fee is for a whole period
     * @param packageSize units in a package; 0 = the price counts units
     * @param maximum what the charge comes to at most in a period
     * @param minimum what the charge comes to at least, of a line that is what was missing to it
     */
    public record Terms(
            @Nullable BigDecimal flatAmount,
            long packageSize,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal minimum) {}
}
