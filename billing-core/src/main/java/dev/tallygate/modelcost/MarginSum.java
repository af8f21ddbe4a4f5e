package dev.tallygate.modelcost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;

/**
 * Revenue of usage beside what its tokens cost us. Flat fees and minimums belong to no model and are not in it.
 *
 * @param of a customer's id, a model as it was sent, or a day
 * @param revenue in {@code currency}, 12 places
 * @param modelCost in USD, 12 places, of the tokens with a known cost
 */
public record MarginSum(String of, Currency currency, Tokens tokens, BigDecimal revenue, BigDecimal modelCost) {
    private static final Currency OF_COSTS = Currency.getInstance("USD");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Signed counts: what was voided is taken off.
     *
     * @param unknown tokens whose cost is not known
     */
    public record Tokens(long events, long in, long out, long unknown) {}

    /** What is left, where both are in one currency and every token's cost is known; else nothing can be said. */
    public Optional<BigDecimal> margin() {
        return currency.equals(OF_COSTS) && tokens.unknown() == 0
                ? Optional.of(revenue.subtract(modelCost))
                : Optional.empty();
    }

    /** Percent of the revenue, one place. */
    public Optional<BigDecimal> marginPercent() {
        return margin().filter(left -> revenue.signum() > 0)
                .map(left -> left.multiply(HUNDRED).divide(revenue, 1, RoundingMode.HALF_EVEN));
    }
}
