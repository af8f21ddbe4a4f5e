package dev.tallygate.rating;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing.KeyedCharge;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import dev.tallygate.meter.Aggregation;
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
     * True where a volume price or the latest of a meter is concerned: one unit can re-price all before it, so that only totals
     * tell the rise, and {@link #riseAtMost} is no bound.
     */
    public static boolean needsTotals(Plan plan, String modelId) {
        return plan.looksAtWholePeriod()
                && plan.pricingFor(modelId).charges().stream().anyMatch(keyed -> needsTotals(plan, keyed));
    }

    private static boolean needsTotals(Plan plan, KeyedCharge keyed) {
        return keyed.charge().aggregation() == Aggregation.LATEST
                || keyed.pricedKey().price().takesTierOfWholePeriod()
                || plan.allowanceOf(keyed.charge().id()).stream()
                        .flatMap(allowance -> sharing(plan, allowance).stream())
                        .flatMap(charge -> charge.rates().prices().stream())
                        .anyMatch(Price::takesTierOfWholePeriod);
    }

    /**
     * Never below the real rise, whatever was used before; 12 places. With an allowance the dearest rate of every charge that
     * shares it counts, since the usage takes free units away from them; each key that is rounded anew adds one unit of the
     * 12th place, and each that counts packages a whole one.
     */
    public static BigDecimal riseAtMost(Plan plan, String modelId, Quantities asked) {
        BigDecimal rise = Amounts.ZERO;
        for (KeyedCharge keyed : plan.pricingFor(modelId).charges()) {
            long quantity = keyed.charge().quantityOf(asked);
            if (quantity > 0) {
                rise = rise.add(riseAtMost(plan, keyed, quantity));
            }
        }
        return rise;
    }

    private static BigDecimal riseAtMost(Plan plan, KeyedCharge keyed, long quantity) {
        Optional<Allowance> allowance = plan.allowanceOf(keyed.charge().id());
        if (allowance.isEmpty()) {
            return dearest(keyed.pricedKey().price(), keyed.charge().per(), quantity)
                    .add(placesFor(1));
        }
        BigDecimal dearest = Amounts.ZERO;
        BigDecimal begun = BigDecimal.ZERO;
        int keys = 0;
        for (UsageCharge sharing : sharing(plan, allowance.get())) {
            int keysOfCharge = sharing.isPooled() ? 1 : MODELS_MAX;
            BigDecimal begins = BigDecimal.ZERO;
            for (Price price : sharing.rates().prices()) {
                Dearest rate = rateOf(price, sharing.per());
                dearest = dearest.max(rate.of(quantity));
                begins = begins.max(rate.begun());
            }
            begun = begun.add(begins.multiply(BigDecimal.valueOf(Math.min(quantity, keysOfCharge))));
            keys += keysOfCharge;
        }
        return dearest.add(begun).add(placesFor(keys));
    }

    private static List<UsageCharge> sharing(Plan plan, Allowance allowance) {
        List<UsageCharge> sharing = new ArrayList<>(plan.usageCharges());
        sharing.removeIf(charge -> !allowance.charges().contains(charge.id()));
        return sharing;
    }

    /** The most that so many units cost at a price: all at its dearest rate, packages whole; 12 places, rounded up. */
    static BigDecimal dearest(Price price, long per, long quantity) {
        Dearest rate = rateOf(price, per);
        BigDecimal most = rate.begun().signum() == 0
                ? rate.of(quantity)
                : rate.begun().multiply(BigDecimal.valueOf(Math.ceilDiv(quantity, rate.per())));
        return price instanceof Price.AtMost atMost ? most.min(atMost.maximum()) : most;
    }

    /** The dearest rate of a price for {@code per} units, and what a key costs more where it begins as many; 0 for most. */
    private record Dearest(BigDecimal rate, long per, BigDecimal begun) {

        BigDecimal of(long quantity) {
            return rate.multiply(BigDecimal.valueOf(quantity))
                    .divide(BigDecimal.valueOf(per), Amounts.PLACES, RoundingMode.CEILING);
        }
    }

    private static Dearest rateOf(Price price, long per) {
        return switch (price) {
            case Price.PerUnit perUnit -> new Dearest(perUnit.price(), per, BigDecimal.ZERO);
            case Price.Graduated graduated -> new Dearest(dearestOf(graduated.tiers()), per, BigDecimal.ZERO);
            case Price.Volume volume -> new Dearest(dearestOf(volume.tiers()), per, BigDecimal.ZERO);
            case Price.Packaged packaged -> new Dearest(packaged.price(), packaged.size(), packaged.price());
            case Price.AtMost atMost -> rateOf(atMost.price(), per);
        };
    }

    private static BigDecimal dearestOf(List<Tier> tiers) {
        return tiers.stream().map(Tier::price).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    private static BigDecimal placesFor(int keys) {
        return BigDecimal.valueOf(keys, Amounts.PLACES);
    }
}
