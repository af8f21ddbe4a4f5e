package dev.tallygate.rating;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing.KeyedCharge;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much U can rise at most by usage, without knowing the totals: quantity times the dearest rate that may apply. */
public final class CostBound {

    /** Keys of a charge that an allowance can shift at most: a customer has no more models in a period. */
    private static final int MODELS_MAX = 500;

    private CostBound() {}

    /**
     * Never below the real rise, whatever was used before; 12 places. With an allowance the dearest rate of every charge that
     * shares it counts, since the usage takes free units away from them; each key that is rounded anew adds one unit of the
     * 12th place.
     */
    public static BigDecimal riseAtMost(Plan plan, String modelId, Quantities asked) {
        BigDecimal rise = Amounts.ZERO;
        for (KeyedCharge keyed : plan.pricingFor(modelId).charges()) {
            long quantity = PlanUsage.sumOf(keyed.charge(), asked);
            if (quantity > 0) {
                rise = rise.add(riseAtMost(plan, keyed, quantity));
            }
        }
        return rise;
    }

    private static BigDecimal riseAtMost(Plan plan, KeyedCharge keyed, long quantity) {
        Optional<Allowance> allowance = plan.allowanceOf(keyed.charge().id());
        if (allowance.isEmpty()) {
            return dearest(List.of(keyed.pricedKey().price()), keyed.charge().per(), quantity)
                    .add(placesFor(1));
        }
        BigDecimal dearest = Amounts.ZERO;
        int keys = 0;
        for (UsageCharge sharing : sharing(plan, allowance.get())) {
            dearest = dearest.max(dearest(sharing.rates().prices(), sharing.per(), quantity));
            keys += sharing.isPooled() ? 1 : MODELS_MAX;
        }
        return dearest.add(placesFor(keys));
    }

    private static List<UsageCharge> sharing(Plan plan, Allowance allowance) {
        List<UsageCharge> sharing = new ArrayList<>(plan.usageCharges());
        sharing.removeIf(charge -> !allowance.charges().contains(charge.id()));
        return sharing;
    }

    private static BigDecimal dearest(Iterable<Price> prices, long per, long quantity) {
        BigDecimal dearest = BigDecimal.ZERO;
        for (Price price : prices) {
            dearest = dearest.max(dearestRate(price));
        }
        return dearest.multiply(BigDecimal.valueOf(quantity))
                .divide(BigDecimal.valueOf(per), Amounts.PLACES, RoundingMode.CEILING);
    }

    private static BigDecimal dearestRate(Price price) {
        return switch (price) {
            case Price.PerUnit perUnit -> perUnit.price();
            case Price.Graduated graduated ->
                graduated.tiers().stream().map(Tier::price).reduce(BigDecimal.ZERO, BigDecimal::max);
        };
    }

    private static BigDecimal placesFor(int keys) {
        return BigDecimal.valueOf(keys, Amounts.PLACES);
    }
}
