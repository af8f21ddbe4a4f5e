package dev.tallygate.catalog;

import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.MeterMarks;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a plan asks money for; its id lasts over the versions of the plan. */
public sealed interface Charge {

    String id();

    /**
     * A price on a meter, or on the sum of several, for {@code per} units.
     *
     * @param minimum what the charge comes to at least in a whole period, in major units; 0 = nothing
     * @param aggregation of its one meter; of several the sum
     */
    record UsageCharge(
            String id,
            List<String> meters,
            long per,
            TiersBy tiersBy,
            RateCard rates,
            BigDecimal minimum,
            Aggregation aggregation)
            implements Charge {

        public UsageCharge {
            meters = List.copyOf(meters);
            minimum = minimum.stripTrailingZeros();
        }

        /** On sums. */
        public UsageCharge(
                String id, List<String> meters, long per, TiersBy tiersBy, RateCard rates, BigDecimal minimum) {
            this(id, meters, per, tiersBy, rates, minimum, Aggregation.SUM);
        }

        /** Whether what it counts is decided by marks: then quantities of models do not add up to that of their key. */
        public boolean isMarked() {
            return !aggregation.isNumber();
        }

        /** The marks that decide what it counts; empty where there are none. */
        public Optional<MeterMarks> marksOf(Quantities quantities) {
            return isMarked() ? quantities.marks().of(meters.getFirst()) : Optional.empty();
        }

        public boolean hasMinimum() {
            return minimum.signum() > 0;
        }

        /** The rating key and the price that usage of the model falls to; empty where the charge has no price for it. */
        public Optional<PricedKey> keyFor(String modelId) {
            return rates.priceFor(modelId).map(price -> new PricedKey(keyName(modelId), price));
        }

        /** What it counts: the sum of its meters; throws {@link ArithmeticException} beyond 64 bits. */
        public long quantityOf(Quantities quantities) {
            long sum = 0;
            for (String meter : meters) {
                sum = Math.addExact(sum, quantities.quantityOf(meter));
            }
            return sum;
        }

        public boolean isPooled() {
            return tiersBy == TiersBy.CHARGE;
        }

        public boolean pricesByModel() {
            return !(rates instanceof RateCard.ForAllModels);
        }

        private String keyName(String modelId) {
            return switch (tiersBy) {
                case CHARGE -> POOLED;
                case MODEL -> modelId;
                case GROUP ->
                    switch (rates) {
                        case RateCard.ByGroup byGroup ->
                            byGroup.groupFor(modelId).orElseThrow();
                        case RateCard.ForAllModels all -> POOLED;
                        case RateCard.ByModel byModel -> modelId;
                    };
            };
        }
    }

    /** A fixed amount for a whole period, in major units; prorated where it holds for a part of it. */
    record FlatCharge(String id, BigDecimal amount) implements Charge {

        public FlatCharge {
            amount = amount.stripTrailingZeros();
        }
    }

    /** Name of the one rating key of a charge whose tiers are pooled. */
    String POOLED = "";

    /** A rating key of a charge (empty = pooled, else a group or a model) and its price. */
    record PricedKey(String key, Price price) {}
}
