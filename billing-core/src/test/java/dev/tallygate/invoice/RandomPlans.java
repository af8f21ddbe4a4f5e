package dev.tallygate.invoice;

import java.util.List;

/** The plans of months at random, each with three contents. */
final class RandomPlans {

    static final List<String> NAMES = List.of("graduated", "by-model", "at-once", "kinds", "own");

    private RandomPlans() {}

    /** One of the three contents that a plan has in turn; a later one re-prices, pools, or forgets a model. */
    static void publish(BillingWorld world, String planId, int variant) {
        switch (planId) {
            case "graduated" -> world.plan(planId, graduated(variant));
            case "by-model" -> world.plan(planId, byModel(variant));
            case "at-once" -> world.plan(planId, atOnce(variant));
            case "own" -> world.plan(planId, own(variant));
            default -> world.plan(planId, kinds(variant));
        }
    }

    private static String[] graduated(int variant) {
        return new String[] {
            "charges:",
            "  - id: tokens",
            "    meter: [tokens_in, tokens_out]",
            "    per: 1_000",
            "    graduated: [{up_to: 100, price: 0}, {up_to: 900, price: 7.77}, {price: %s}]"
                    .formatted(List.of("3.3", "9.1", "0.07").get(variant)),
            "  - {id: base, flat: %s}".formatted(List.of("31.01", "29", "31.01").get(variant))
        };
    }

    private static String[] byModel(int variant) {
        String price =
                List.of("{gpt: 0.01, \"*\": 0.005}", "0.007", "{gpt: 0.01}").get(variant);
        return new String[] {
            "charges:",
            "  - {id: out, meter: tokens_out, per: 3, price: " + price + "}",
            "allowances: [{id: free, charges: [out], quantity: %d, kind: soft}]".formatted(50 + 30 * variant)
        };
    }

    private static String[] atOnce(int variant) {
        String price = List.of(
                        "price: {gpt: 0.01, \"*\": 0.005}",
                        "price: {gpt: 0.013, \"*\": 0.004}",
                        "volume: [{up_to: 900, price: 0.01}, {price: 0.006}]")
                .get(variant);
        return new String[] {
            "corrections: at_once", "charges:", "  - {id: out, meter: tokens_out, per: 7, " + price + "}"
        };
    }

    private static String[] kinds(int variant) {
        return new String[] {
            "charges:",
            "  - {id: vol, meter: tokens_out, per: 3, volume: [{up_to: 900, price: 0.05}, {price: 0.02}], minimum: %d}"
                    .formatted(11 + 3 * variant),
            "  - {id: pack, meter: requests, package: {size: %d, price: 0.75}, maximum: 4}".formatted(3 + variant)
        };
    }

    /** Meters of one's own that do not all add up; pooled, by model, under a price that looks at the whole, with an allowance. */
    private static String[] own(int variant) {
        String seats = List.of(
                        "price: 3.3", "volume: [{up_to: 9, price: 4}, {price: 2.5}]", "price: {gpt: 2, \"*\": 5}")
                .get(variant);
        String tiersBy = List.of("charge", "model", "charge").get(variant);
        return new String[] {
            "meters: {seats: latest, peak: max, users: unique, calls: count}",
            "charges:",
            "  - {id: seats, meter: seats, %s}".formatted(seats),
            "  - {id: peak, meter: peak, per: 7, graduated: [{up_to: 200, price: 0.5}, {price: 0.25}]}",
            "  - {id: users, meter: users, tiers_by: %s, price: 1.5}".formatted(tiersBy),
            "  - {id: calls, meter: calls, package: {size: %d, price: 0.75}}".formatted(2 + variant),
            "allowances: [{id: free, charges: [peak, users], quantity: %d, kind: soft}]".formatted(60 + 40 * variant)
        };
    }
}
