package dev.tallygate.document;

import dev.tallygate.invoice.LineBasis;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a line stored to explain itself, as far as a document shows it; what it does not know is left out.
 *
 * @param meters whose sum is the quantity
 * @param per units that a price is for
 * @param byModel the quantity of each model, where the line is of several
 * @param bounds what else made the amount
 */
record Walk(List<String> meters, long per, List<Step> steps, Map<String, Long> byModel, Bounds bounds) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int AMOUNT_PLACES = 12;

    /**
     * Packages and limits of an amount.
     *
     * @param packageSize units in a package, which the steps count then; 0 = they count units
     * @param maximum of the amount, in major units; empty = none
     * @param minimum of the charge, in major units, of a line that is what was missing to it; empty = it is none
     */
    record Bounds(long packageSize, String maximum, String minimum) {}

    /**
     * Units in one tier.
     *
     * @param upTo last unit of the tier; -1 = open
     */
    record Step(long upTo, BigDecimal price, long quantity) {
        BigDecimal amount(long per) {
            return price.multiply(BigDecimal.valueOf(quantity))
                    .divide(BigDecimal.valueOf(per), AMOUNT_PLACES, java.math.RoundingMode.HALF_EVEN);
        }
    }

    static Walk of(LineBasis basis) {
        JsonNode read = JSON.readTree(basis.explanation());
        List<String> meters = new ArrayList<>();
        read.path("meters").forEach(meter -> meters.add(meter.asString()));
        List<Step> steps = new ArrayList<>();
        read.path("tiers").forEach(tier -> addStep(tier, steps));
        Map<String, Long> byModel = new TreeMap<>();
        read.path("models")
                .properties()
                .forEach(model -> byModel.put(model.getKey(), model.getValue().asLong()));
        Bounds bounds = new Bounds(
                read.path("package_size").asLong(0),
                read.path("maximum").asString(""),
                read.path("minimum").asString(""));
        return new Walk(meters, Math.max(1, read.path("per").asLong(1)), steps, byModel, bounds);
    }

    private static void addStep(JsonNode tier, List<Step> steps) {
        if (tier.hasNonNull("price") && tier.hasNonNull("quantity")) {
            long upTo = tier.path("up_to").asLong(-1);
            BigDecimal price = new BigDecimal(tier.path("price").asString());
            steps.add(new Step(upTo, price, tier.path("quantity").asLong()));
        }
    }
}
