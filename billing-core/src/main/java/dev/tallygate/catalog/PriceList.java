package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
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
    private final List<UsageCharge> usageCharges;
    private final boolean takesTierOfWholePeriod;
    private final ConcurrentHashMap<String, ModelPricing> pricings = new ConcurrentHashMap<>();

    public PriceList(List<Charge> charges, ModelGroups models, NavigableSet<String> freeMeters) {
        this.charges = List.copyOf(charges);
        this.models = models;
        this.freeMeters = Collections.unmodifiableNavigableSet(new TreeSet<>(freeMeters));
        this.usageCharges = this.charges.stream()
                .filter(UsageCharge.class::isInstance)
                .map(UsageCharge.class::cast)
                .toList();
        this.takesTierOfWholePeriod = usageCharges.stream()
                .flatMap(charge -> charge.rates().prices().stream())
                .anyMatch(Price::takesTierOfWholePeriod);
    }

    /** True where some price does, so that usage can change what other usage of the period costs. */
    boolean takesTierOfWholePeriod() {
        return takesTierOfWholePeriod;
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
                && freeMeters.equals(list.freeMeters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(charges, models, freeMeters);
    }

    @Override
    public String toString() {
        return "PriceList[charges=" + charges + ", models=" + models + ", freeMeters=" + freeMeters + "]";
    }
}
