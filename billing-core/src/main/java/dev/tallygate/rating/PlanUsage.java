package dev.tallygate.rating;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.ModelPricing.KeyedCharge;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.Price;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Usage as one plan sees it: folded to its rating keys, with A for each of them and their sum. */
final class PlanUsage {

    /** What usage of a model touches in one charge. */
    private record Touch(ChargeGroup group, ChargeUsage charge, KeyUsage key) {}

    private record PricedModel(ModelPricing pricing, List<Touch> touches) {}

    private final Plan plan;
    private final Map<String, ChargeUsage> charges = new LinkedHashMap<>();
    private final Map<String, ChargeGroup> groups = new HashMap<>();
    private final Map<String, PricedModel> models = new HashMap<>();
    private BigDecimal cost = Amounts.ZERO;
    private @Nullable PlanUsage holdsFrom;

    /** {@code whole}: the whole period as the plan sees it, where this is a part of it that has to look there. */
    PlanUsage(Plan plan, @Nullable PlanUsage whole) {
        this.plan = plan;
        for (UsageCharge charge : plan.usageCharges()) {
            ChargeUsage usage = new ChargeUsage(charge, whole == null ? null : whole.charges.get(charge.id()));
            charges.put(charge.id(), usage);
            groups.put(charge.id(), new ChargeGroup(List.of(usage), 0));
        }
        plan.allowances().forEach(this::group);
    }

    private void group(Allowance allowance) {
        List<ChargeUsage> sharing = charges.values().stream()
                .filter(usage -> allowance.charges().contains(usage.charge().id()))
                .toList();
        ChargeGroup group = new ChargeGroup(sharing, allowance.quantity());
        allowance.charges().forEach(chargeId -> groups.put(chargeId, group));
    }

    /** Adds all of it and prices every key once. */
    void addAll(Map<String, Quantities> byModel) {
        byModel.forEach(this::put);
        charges.forEach((chargeId, charge) ->
                charge.keys().forEach(key -> groupOf(chargeId).recount(charge, key)));
        for (ChargeGroup group : Set.copyOf(groups.values())) {
            cost = cost.add(group.settle());
        }
    }

    /** Adds usage and answers by how much the cost changed. */
    BigDecimal add(String modelId, Quantities quantities) {
        put(modelId, quantities);
        return settleAfter(modelId);
    }

    /** Prices again what usage of the model concerns, since it moved the whole, and answers by how much the cost changed. */
    BigDecimal settleAfter(String modelId) {
        BigDecimal change = Amounts.ZERO;
        List<Touch> touches = model(modelId).touches();
        for (Touch touch : touches) {
            touch.group().recount(touch.charge(), touch.key());
        }
        for (Touch touch : touches) {
            change = change.add(touch.group().settleAfter(touch.key()));
        }
        cost = cost.add(change);
        return change;
    }

    private void put(String modelId, Quantities quantities) {
        for (Touch touch : model(modelId).touches()) {
            UsageCharge charge = touch.charge().charge();
            if (charge.isMarked()) {
                charge.marksOf(quantities).ifPresent(touch.key()::put);
                continue;
            }
            long added = charge.quantityOf(quantities);
            if (added != 0) {
                touch.group().put(touch.charge(), touch.key(), modelId, added);
            }
        }
    }

    /** Adds the most that may be used and answers by how much the cost can rise at most. */
    BigDecimal hold(String modelId, HeldQuantities held) {
        List<Touch> touches = model(modelId).touches();
        BigDecimal change = Amounts.ZERO;
        Set<Touch> split = new HashSet<>();
        for (String whole : MeterName.wholes()) {
            List<Touch> ofParts = touches.stream()
                    .filter(touch -> isUnitPriceOfParts(touch, whole))
                    .toList();
            if (ofParts.size() > 1) {
                split.addAll(ofParts);
                change = change.add(DearestSplit.of(
                        whole, ofParts.stream().map(PlanUsage::partCharge).toList(), held));
            }
        }
        List<Touch> others =
                touches.stream().filter(touch -> !split.contains(touch)).toList();
        for (Touch touch : others) {
            UsageCharge charge = touch.charge().charge();
            long most = charge.isMarked() ? 0 : held.mostOf(charge.meters());
            if (most != 0) {
                touch.group().put(touch.charge(), touch.key(), modelId, most);
            }
        }
        for (Touch touch : others) {
            change = change.add(touch.group().settleAfter(touch.key()));
        }
        cost = cost.add(change);
        return change;
    }

    /** From now on the cost is the highest that holds can bring it to; {@code before}: the same up to the window's start. */
    void beginHolds(PlanUsage before) {
        for (ChargeUsage charge : charges.values()) {
            for (KeyUsage key : charge.keys()) {
                key.beginHold(before.key(charge.charge().id(), key.key()), key.deciding());
            }
        }
        holdsFrom = before;
    }

    /** Its cost rises by the same for each unit of a part, whatever else is used. */
    private static boolean isUnitPriceOfParts(Touch touch, String whole) {
        return touch.group().isWithoutAllowance()
                && touch.key().price() instanceof Price.PerUnit
                && MeterName.partsOf(whole).containsAll(touch.charge().charge().meters());
    }

    private static DearestSplit.PartCharge partCharge(Touch touch) {
        return new DearestSplit.PartCharge(
                touch.charge().charge(), (Price.PerUnit) touch.key().price());
    }

    /** As the other, of the most that may be used. */
    boolean fits(String modelId, HeldQuantities held) {
        return fits(modelId, charge -> held.mostOf(charge.meters()));
    }

    /** True where each pooled sum, and what draws on each allowance, stays within the bound of totals. */
    boolean fits(String modelId, Quantities quantities) {
        return fits(modelId, charge -> charge.quantityOf(quantities));
    }

    private boolean fits(String modelId, ToLongFunction<UsageCharge> addedTo) {
        Map<ChargeGroup, Long> addedByGroup = new HashMap<>();
        for (Touch touch : model(modelId).touches()) {
            long added = addedTo.applyAsLong(touch.charge().charge());
            if (!touch.key().fits(added)) {
                return false;
            }
            if (!touch.group().isWithoutAllowance()
                    && !touch.group().fits(addedByGroup.merge(touch.group(), added, Math::addExact))) {
                return false;
            }
        }
        return true;
    }

    /** What the volume prices that such usage concerns can come to at most; 12 places. */
    BigDecimal volumeAtMost(String modelId, Quantities quantities) {
        BigDecimal most = Amounts.ZERO;
        for (Touch touch : model(modelId).touches()) {
            long added = Math.max(0, touch.charge().charge().quantityOf(quantities));
            most = most.add(touch.group().volumeAtMost(touch.key(), added));
        }
        return most;
    }

    ModelPricing pricingFor(String modelId) {
        return model(modelId).pricing();
    }

    /** The sum of A over all keys. */
    BigDecimal cost() {
        return cost;
    }

    /** In plan order. */
    Collection<ChargeUsage> charges() {
        return charges.values();
    }

    /** The key of a charge, null where it has no usage. */
    @Nullable
    KeyUsage key(String chargeId, String key) {
        ChargeUsage charge = charges.get(chargeId);
        return charge == null ? null : charge.key(key);
    }

    /** What draws on the allowance; 0 where the plan has none of this id. */
    long used(String allowanceId) {
        return plan.allowances().stream()
                .filter(allowance -> allowance.allowanceId().equals(allowanceId))
                .findFirst()
                .map(allowance -> groups.get(allowance.charges().getFirst()))
                .map(ChargeGroup::quantity)
                .orElse(0L);
    }

    private PricedModel model(String modelId) {
        return models.computeIfAbsent(modelId, id -> {
            ModelPricing pricing = plan.pricingFor(id);
            return new PricedModel(
                    pricing, pricing.charges().stream().map(this::touchOf).toList());
        });
    }

    private ChargeGroup groupOf(String chargeId) {
        return Objects.requireNonNull(groups.get(chargeId), chargeId);
    }

    private Touch touchOf(KeyedCharge keyed) {
        ChargeUsage charge = charges.get(keyed.charge().id());
        ChargeGroup group = groupOf(keyed.charge().id());
        if (charge == null) {
            throw new IllegalStateException("charge: " + keyed.charge().id() + " (expected: one of the plan)");
        }
        KeyUsage known = charge.key(keyed.pricedKey().key());
        KeyUsage key = charge.keyOf(keyed.pricedKey());
        if (known == null && holdsFrom != null) {
            key.beginHold(holdsFrom.key(keyed.charge().id(), key.key()), 0);
        }
        return new Touch(group, charge, key);
    }
}
