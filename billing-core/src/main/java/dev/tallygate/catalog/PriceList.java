package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.MeterName;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a plan in plan order, the groups of models that they name, and the meters that are free where uncharged.
 * What it says about a model is worked out once. Equal lists mean the same.
 */
public final class PriceList {

    /** Callers name models freely: beyond so many each is worked out anew. */
    private static final int REMEMBERED_MAX = 2_000;

    private final List<Charge> charges;
    private final ModelGroups models;
    private final NavigableSet<String> freeMeters;
    private final NavigableMap<String, Aggregation> declared;
    private final List<UsageCharge> usageCharges;
    private final boolean looksAtWholePeriod;
    private final ConcurrentHashMap<String, ModelPricing> pricings = new ConcurrentHashMap<>();

    /** {@code declared}: meters of one's own and how each aggregates, charged or not. */
    public PriceList(
            List<Charge> charges,
            ModelGroups models,
            NavigableSet<String> freeMeters,
            NavigableMap<String, Aggregation> declared) {
        this.charges = List.copyOf(charges);
        this.models = models;
        this.freeMeters = Collections.unmodifiableNavigableSet(new TreeSet<>(freeMeters));
        this.declared = Collections.unmodifiableNavigableMap(new TreeMap<>(declared));
        this.usageCharges = this.charges.stream()
                .filter(UsageCharge.class::isInstance)
                .map(UsageCharge.class::cast)
                .toList();
        this.looksAtWholePeriod = usageCharges.stream().anyMatch(PriceList::looksAtWholePeriod);
    }

    private static boolean looksAtWholePeriod(UsageCharge charge) {
        return charge.aggregation() == Aggregation.LATEST
                || charge.rates().prices().stream().anyMatch(Price::takesTierOfWholePeriod);
    }

    /** True where some charge does, so that usage can change what other usage of the period costs. */
    boolean looksAtWholePeriod() {
        return looksAtWholePeriod;
    }

    /** How a meter of one's own aggregates here: as declared, else as a sum. */
    Aggregation aggregationOf(String meter) {
        return declared.getOrDefault(meter, Aggregation.SUM);
    }

    /** The meters of one's own that are declared or charged, and how they aggregate. */
    NavigableMap<String, Aggregation> ownMeters() {
        TreeMap<String, Aggregation> own = new TreeMap<>(declared);
        for (UsageCharge charge : usageCharges) {
            charge.meters().stream()
                    .filter(meter -> !MeterName.isBuiltIn(meter))
                    .forEach(meter -> own.putIfAbsent(meter, Aggregation.SUM));
        }
        return own;
    }

    /** Those that are no sums, which has to be said; that a sum is one needs no saying. */
    NavigableMap<String, Aggregation> otherThanSums() {
        TreeMap<String, Aggregation> others = new TreeMap<>(declared);
        others.values().removeIf(aggregation -> aggregation == Aggregation.SUM);
        return others;
    }

    public List<Charge> charges() {
        return charges;
    }

    /** In plan order. */
    public List<UsageCharge> usageCharges() {
        return usageCharges;
    }

    public ModelGroups models() {
        return models;
    }

    public NavigableSet<String> freeMeters() {
        return freeMeters;
    }

    ModelPricing pricingFor(String modelId) {
        ModelPricing known = pricings.get(modelId);
        if (known != null) {
            return known;
        }
        ModelPricing made = ModelPricing.of(this, modelId);
        if (pricings.size() < REMEMBERED_MAX) {
            pricings.put(modelId, made);
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PriceList list
                && charges.equals(list.charges)
                && models.equals(list.models)
                && freeMeters.equals(list.freeMeters)
                && otherThanSums().equals(list.otherThanSums());
    }

    @Override
    public int hashCode() {
        return Objects.hash(charges, models, freeMeters, otherThanSums());
    }

    @Override
    public String toString() {
        return "PriceList[charges=" + charges + ", models=" + models + ", freeMeters=" + freeMeters + ", declared="
                + declared + "]";
    }
}
