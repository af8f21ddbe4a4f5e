package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing.KeyedCharge;
import dev.tallygate.catalog.Plan;
import java.util.List;

/** Tells models between which usage can be exchanged: U is the same whichever of them was used (ledger, section 6). */
public final class RatedAlike {

    private RatedAlike() {}

    /**
     * True for one and the same model, and for two that fall to the same rating key in every charge, unless a charge that
     * has an allowance is not pooled: then the order of models decides whose units are free.
     */
    public static boolean are(Plan plan, String modelId, String otherId) {
        if (modelId.equals(otherId)) {
            return true;
        }
        return keysOf(plan, modelId).equals(keysOf(plan, otherId))
                && plan.pricingFor(modelId).charges().stream().noneMatch(keyed -> dependsOnModel(plan, keyed.charge()));
    }

    private static boolean dependsOnModel(Plan plan, UsageCharge charge) {
        return !charge.isPooled() && plan.allowanceOf(charge.id()).isPresent();
    }

    private static List<List<String>> keysOf(Plan plan, String modelId) {
        return plan.pricingFor(modelId).charges().stream()
                .map(RatedAlike::keyOf)
                .toList();
    }

    private static List<String> keyOf(KeyedCharge keyed) {
        return List.of(keyed.charge().id(), keyed.pricedKey().key());
    }
}
