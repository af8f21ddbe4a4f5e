package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.PricedKey;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What one plan says about one model: the charges that price it, and which meters stay without a price. */
public final class ModelPricing {

    /** A charge that has a price for the model, and the rating key that the model's usage falls to. */
    public record KeyedCharge(UsageCharge charge, PricedKey pricedKey) {}

    private final String modelId;
    private final List<KeyedCharge> charges;
    private final NavigableSet<String> pricedMeters;
    private final NavigableSet<String> unpricedMeters;
    private final boolean priced;

    private ModelPricing(PriceList prices, String modelId) {
        this.modelId = modelId;
        charges = prices.usageCharges().stream()
                .flatMap(charge -> charge.keyFor(modelId).map(key -> new KeyedCharge(charge, key)).stream())
                .toList();
        pricedMeters = metersOf(charges.stream().map(KeyedCharge::charge).toList());
        unpricedMeters = metersOf(prices.usageCharges());
        unpricedMeters.removeIf(meter -> hasPrice(meter) || isFree(prices, meter));
        priced = isPriced(prices, modelId, charges);
    }

    static ModelPricing of(PriceList prices, String modelId) {
        return new ModelPricing(prices, modelId);
    }

    public String modelId() {
        return modelId;
    }

    /** The charges with a price for the model, in plan order. */
    public List<KeyedCharge> charges() {
        return charges;
    }

    /**
     * The meters that a charge with a price for the model adds up, a whole in place of its parts: what a check asks one unit of
     * each where it names no quantities.
     */
    public NavigableSet<String> askedMeters() {
        TreeSet<String> asked = new TreeSet<>();
        charges.stream()
                .map(KeyedCharge::charge)
                .filter(charge -> !charge.isMarked())
                .flatMap(charge -> charge.meters().stream())
                .forEach(meter -> asked.add(MeterName.wholeOf(meter).orElse(meter)));
        return asked;
    }

    /** The meters with a quantity that the plan charges for other models, not for this one, and does not call free. */
    public NavigableSet<String> unpricedMeters(Quantities quantities) {
        if (unpricedMeters.isEmpty()) {
            return Collections.emptyNavigableSet();
        }
        TreeSet<String> unpriced = new TreeSet<>(unpricedMeters);
        unpriced.removeIf(meter -> quantities.quantityOf(meter) == 0);
        return unpriced;
    }

    /**
     * True where something is priced for the model; where some charges price by model, only those count. Always true for the
     * empty model of a call without a model, and in a plan without usage charges.
     */
    public boolean isPriced() {
        return priced;
    }

    private static boolean isPriced(PriceList prices, String modelId, List<KeyedCharge> charges) {
        if (modelId.isEmpty() || prices.usageCharges().stream().noneMatch(UsageCharge::pricesByModel)) {
            return true;
        }
        return charges.stream().anyMatch(keyed -> keyed.charge().pricesByModel());
    }

    private static NavigableSet<String> metersOf(List<UsageCharge> charges) {
        TreeSet<String> meters = new TreeSet<>();
        charges.forEach(charge -> meters.addAll(charge.meters()));
        return meters;
    }

    /** Named itself, by its whole, or (a whole) by its parts: a plan that charges one part charges or frees the rest. */
    private boolean hasPrice(String meter) {
        return pricedMeters.contains(meter)
                || MeterName.wholeOf(meter).filter(pricedMeters::contains).isPresent()
                || MeterName.partsOf(meter).stream().anyMatch(pricedMeters::contains);
    }

    private static boolean isFree(PriceList prices, String meter) {
        NavigableSet<String> free = prices.freeMeters();
        return free.contains(meter)
                || MeterName.wholeOf(meter).filter(free::contains).isPresent();
    }
}
