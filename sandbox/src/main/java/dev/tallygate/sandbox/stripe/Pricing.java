package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a quantity costs at a price: one part for all of it, or one for each tier that it reaches. */
final class Pricing {
    /**
     * Some of a quantity at one rate.
     *
     * @param unitAmount for one, in the currency's smallest unit, as a decimal
     * @param amount of it all, rounded half up
     */
    record Part(BigDecimal quantity, BigDecimal unitAmount, long amount) {}

    private Pricing() {}

    /** A quantity below zero is none. */
    static List<Part> parts(ObjectNode price, BigDecimal metered) {
        BigDecimal quantity = metered.max(BigDecimal.ZERO);
        if (Json.string(price, "billing_scheme").equals("per_unit")) {
            return List.of(part(quantity, decimal(price, "unit_amount_decimal"), BigDecimal.ZERO));
        }
        boolean isGraduated = Json.string(price, "tiers_mode").equals("graduated");
        return isGraduated ? graduated(price, quantity) : List.of(volume(price, quantity));
    }

    /** Each tier has what lies in it, and its flat amount where anything does. */
    private static List<Part> graduated(ObjectNode price, BigDecimal quantity) {
        List<Part> parts = new ArrayList<>();
        BigDecimal above = BigDecimal.ZERO;
        for (JsonNode tier : price.required("tiers")) {
            BigDecimal upTo =
                    tier.path("up_to").isNull() ? quantity : tier.path("up_to").decimalValue();
            BigDecimal inTier = quantity.min(upTo).subtract(above).max(BigDecimal.ZERO);
            if (parts.isEmpty() || inTier.signum() > 0) {
                BigDecimal flat = inTier.signum() > 0 ? decimal(tier, "flat_amount_decimal") : BigDecimal.ZERO;
                parts.add(part(inTier, decimal(tier, "unit_amount_decimal"), flat));
            }
            above = upTo;
        }
        return parts;
    }

    /** All of it at the rate of the tier in which it ends. */
    private static Part volume(ObjectNode price, BigDecimal quantity) {
        for (JsonNode tier : price.required("tiers")) {
            if (tier.path("up_to").isNull()
                    || quantity.compareTo(tier.path("up_to").decimalValue()) <= 0) {
                return part(quantity, decimal(tier, "unit_amount_decimal"), decimal(tier, "flat_amount_decimal"));
            }
        }
        throw new IllegalStateException("tiers without an end");
    }

    private static Part part(BigDecimal quantity, BigDecimal unitAmount, BigDecimal flat) {
        BigDecimal amount = quantity.multiply(unitAmount).add(flat);
        return new Part(
                quantity, unitAmount, amount.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return Json.text(node, field).map(BigDecimal::new).orElse(BigDecimal.ZERO);
    }
}
