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
    /** The whole period under this version, where a charge looks at it; null where none does. */
    private final @Nullable PlanUsage whole;

    private final TreeMap<String, Quantities> byModel;
    private final Map<String, NavigableSet<String>> unpriced = new HashMap<>();

    /** The window at a place among all of its period. */
    WindowCost(List<WindowUsage> windows, int place) {
        WindowUsage window = windows.get(place);
        this.windowStart = window.windowStart();
        this.version = window.version();
        this.byModel = new TreeMap<>(window.byModel());
        Plan plan = version.plan();
        boolean isLast = place == windows.size() - 1;
        this.whole = plan.looksAtWholePeriod() ? usageOf(plan, windows, null) : null;
        this.through = whole != null && isLast ? whole : usageOf(plan, windows.subList(0, place + 1), whole);
        this.before = usageOf(plan, windows.subList(0, place), whole);
        byModel.keySet().forEach(this::findUnpriced);
    }

    private static PlanUsage usageOf(Plan plan, List<WindowUsage> windows, @Nullable PlanUsage whole) {
        TreeMap<String, Quantities> sums = new TreeMap<>();
        windows.forEach(window ->
                window.byModel().forEach((model, quantities) -> sums.merge(model, quantities, Quantities::plus)));
        PlanUsage usage = new PlanUsage(plan, whole);
        usage.addAll(sums);
        return usage;
    }

    /** Adds usage of this window and answers by how much the window's cost changed. */
    BigDecimal add(String modelId, Quantities quantities) {
        byModel.merge(modelId, quantities, Quantities::plus);
        findUnpriced(modelId);
        addToWhole(modelId, quantities);
        BigDecimal change = through.add(modelId, quantities);
        return whole == null ? change : change.subtract(before.settleAfter(modelId));
    }

    /** Usage of an earlier window: this one's tiers begin later. */
    BigDecimal addBefore(String modelId, Quantities quantities) {
        addToWhole(modelId, quantities);
        return through.add(modelId, quantities).subtract(before.add(modelId, quantities));
    }

    /** Usage of a later window: where the whole period takes the tier, this one's may be another now. */
    BigDecimal addAfter(String modelId, Quantities quantities) {
        if (whole == null) {
            return BigDecimal.ZERO;
        }
        addToWhole(modelId, quantities);
        return through.settleAfter(modelId).subtract(before.settleAfter(modelId));
    }

    private void addToWhole(String modelId, Quantities quantities) {
        if (whole != null && whole != through) {
            whole.add(modelId, quantities);
        }
    }

    /** True where all sums that the usage would be part of stay within their bounds. */
    boolean fits(String modelId, Quantities quantities) {
        return sums().fits(modelId, quantities);
    }

    /** As the other, of the most that may be used. */
    boolean fits(String modelId, HeldQuantities held) {
        return sums().fits(modelId, held);
    }

    private PlanUsage sums() {
        return whole == null ? through : whole;
    }

    /** True where usage of later windows changes the cost of this one. */
    boolean looksAtWholePeriod() {
        return whole != null;
    }

    /** What the volume prices that such usage concerns can come to at most. */
    BigDecimal volumeAtMost(String modelId, Quantities quantities) {
        return whole == null ? BigDecimal.ZERO : whole.volumeAtMost(modelId, quantities);
    }

    /** From now on the cost is the highest that holds can bring it to. */
    void beginHolds() {
        through.beginHolds(before);
    }

    /** Adds what may be used up to this window's end and answers by how much the window's cost rises at most. */
    BigDecimal hold(String modelId, HeldQuantities held) {
        holdInWhole(modelId, held);
        return through.hold(modelId, held);
    }

    /** As {@link #hold}, of what can be used in later windows only. */
    BigDecimal holdAfter(String modelId, HeldQuantities held) {
        if (whole == null) {
            return BigDecimal.ZERO;
        }
        holdInWhole(modelId, held);
        return through.settleAfter(modelId);
    }

    private void holdInWhole(String modelId, HeldQuantities held) {
        if (whole != null && whole != through) {
            whole.hold(modelId, held);
        }
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
                now.price(),
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
