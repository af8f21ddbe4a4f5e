package dev.tallygate.modelcost;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What tokens cost us: {@code usd} of those with a known cost, rounded once, half-even to 12 places; {@code unknownTokens} of
 * the others.
 */
record TokenSpend(BigDecimal usd, long unknownTokens) {
    private static final int PLACES = 12;

    static TokenSpend of(Quantities quantities, Optional<TokenCosts> costs) {
        BigDecimal usd = BigDecimal.ZERO;
        long unknown = 0;
        for (TokenKind kind : TokenKind.values()) {
            long tokens = quantities.quantityOf(kind.meter());
            Optional<BigDecimal> cost = costs.flatMap(known -> known.of(kind));
            if (cost.isPresent()) {
                usd = usd.add(cost.get().multiply(BigDecimal.valueOf(tokens)));
            } else {
                unknown = Math.addExact(unknown, tokens);
            }
        }
        return new TokenSpend(usd.setScale(PLACES, RoundingMode.HALF_EVEN), unknown);
    }
}
