package dev.tallygate.rating;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One rating window: A(up to its end) − A(up to its start), both under its version, so tiers count the whole period. */
final class WindowCost {

    private final Instant windowStart;
    private final PlanVersion version;
    private final PlanUsage before;
    private final PlanUsage through;
    private final TreeMap<String, Quantities> byModel;
    private final Map<String, NavigableSet<String>> unpriced = new HashMap<>();

    /** A window after {@code earlier} ones of its period. */
    WindowCost(WindowUsage window, List<WindowUsage> earlier) {
        this.windowStart = window.windowStart();
        this.version = window.version();
        this.byModel = new TreeMap<>(window.byModel());
        this.before = usageOf(window.version().plan(), earlier);
        List<WindowUsage> all = new ArrayList<>(earlier);
        all.add(window);
        this.through = usageOf(window.version().plan(), all);
        byModel.keySet().forEach(this::findUnpriced);
    }

    private static PlanUsage usageOf(Plan plan, List<WindowUsage> windows) {
        TreeMap<String, Quantities> sums = new TreeMap<>();
        windows.forEach(window ->
                window.byModel().forEach((model, quantities) -> sums.merge(model, quantities, Quantities::plus)));
        PlanUsage usage = new PlanUsage(plan);
        usage.addAll(sums);
        return usage;
    }

    /** Adds usage of this window and answers by how much the window's cost changed. */
    BigDecimal add(String modelId, Quantities quantities) {
        byModel.merge(modelId, quantities, Quantities::plus);
        findUnpriced(modelId);
        return through.add(modelId, quantities);
    }

    /** Usage of an earlier window: this one's tiers begin later. */
    BigDecimal addBefore(String modelId, Quantities quantities) {
        return through.add(modelId, quantities).subtract(before.add(modelId, quantities));
    }

    boolean fits(String modelId, Quantities quantities) {
        return through.fits(modelId, quantities);
    }

    /** Adds what may be used up to this window's end and answers by how much the window's cost rises at most. */
    BigDecimal hold(String modelId, HeldQuantities held) {
        return through.hold(modelId, held);
    }

    boolean fits(String modelId, HeldQuantities held) {
        return through.fits(modelId, held);
    }

    Instant windowStart() {
        return windowStart;
    }

    /** The usage of the window alone, as added so far. */
    WindowUsage usage() {
        return new WindowUsage(windowStart, version, byModel);
    }

    Plan plan() {
        return version.plan();
    }

    BigDecimal cost() {
        return through.cost().subtract(before.cost());
    }

    Quantities totalOf(String modelId) {
        return byModel.getOrDefault(modelId, Quantities.ZERO);
    }

    boolean isUnpriced(String modelId, Quantities quantities) {
        return !through.pricingFor(modelId).unpricedMeters(quantities).isEmpty();
    }

    int unpricedCount() {
        int count = 0;
        for (NavigableSet<String> meters : unpriced.values()) {
            count += meters.size();
        }
        return count;
    }

    /** By model, then by meter. */
    List<Unpriced> unpriced() {
        List<Unpriced> all = new ArrayList<>();
        new TreeMap<>(unpriced)
                .forEach((model, meters) -> meters.forEach(meter -> all.add(new Unpriced(windowStart, model, meter))));
        return all;
    }

    /** What draws on the allowance up to the window's end. */
    long used(String allowanceId) {
        return through.used(allowanceId);
    }

    /** The keys with usage in this window, in plan order, then by key. */
    List<RatedKey> keys() {
        List<RatedKey> keys = new ArrayList<>();
        for (ChargeUsage charge : through.charges()) {
            for (KeyUsage key : charge.keys()) {
                RatedKey rated = rated(charge.charge().id(), key);
                if (rated.hasUsage()) {
                    keys.add(rated);
                }
            }
        }
        return keys;
    }

    private RatedKey rated(String chargeId, KeyUsage now) {
        KeyUsage earlier = before.key(chargeId, now.key());
        return new RatedKey(
                new RatingKey(windowStart, chargeId, now.key()),
                version.planVersionId(),
                now.quantity() - (earlier == null ? 0 : earlier.quantity()),
                now.free() - (earlier == null ? 0 : earlier.free()),
                walkSince(earlier, now),
                now.amount().subtract(earlier == null ? Amounts.ZERO : earlier.amount()));
    }

    private static List<TierWalk> walkSince(@Nullable KeyUsage earlier, KeyUsage now) {
        if (earlier == null) {
            return now.walk();
        }
        Map<Long, TierWalk> tiers = new TreeMap<>();
        now.walk().forEach(tier -> tiers.put(tier.upTo(), tier));
        earlier.walk().forEach(tier -> tiers.merge(tier.upTo(), tier.negated(), TierWalk::plus));
        tiers.values().removeIf(tier -> tier.quantity() == 0);
        return List.copyOf(tiers.values());
    }

    private void findUnpriced(String modelId) {
        NavigableSet<String> meters = through.pricingFor(modelId).unpricedMeters(totalOf(modelId));
        if (meters.isEmpty()) {
            unpriced.remove(modelId);
        } else {
            unpriced.put(modelId, meters);
        }
    }
}
