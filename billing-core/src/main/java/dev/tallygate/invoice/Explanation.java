package dev.tallygate.invoice;

import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import dev.tallygate.money.Money;
import dev.tallygate.rating.RatedKey;
import dev.tallygate.rating.TierWalk;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a line stores to explain itself, as JSON: meters, per, kind of price and its figures, tiers walked; decimals as strings.
 * Where the price counts packages, so does the quantity of a tier.
 */
final class Explanation {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Explanation() {}

    /** @param models how much of the quantity each model used */
    static String usage(Charge.UsageCharge charge, RatedKey key, Map<String, Long> models) {
        Map<String, Object> explanation = new LinkedHashMap<>();
        explanation.put("meters", charge.meters());
        explanation.put("per", charge.per());
        explanation.put("kind", key.price().kind());
        explanation.put("price", key.price().terms());
        explanation.put("tiers", key.tiers().stream().map(Explanation::tier).toList());
        if (!models.isEmpty()) {
            explanation.put("models", models);
        }
        return JSON.writeValueAsString(explanation);
    }

    /** {@code minimum}: of the charge in the period, all its windows together. */
    static String minimum(Money minimum) {
        return JSON.writeValueAsString(Map.of("minimum", minimum.major().toPlainString()));
    }

    static String flat(Charge.FlatCharge charge) {
        return JSON.writeValueAsString(Map.of("flat", charge.amount().toPlainString()));
    }

    /** Of a key that has no usage any more. */
    static String nothing() {
        return JSON.writeValueAsString(Map.of("tiers", List.of()));
    }

    /** What a line stored, read again. */
    static PriceWalk read(String explanation) {
        JsonNode stored = JSON.readTree(explanation);
        List<String> meters =
                stored.path("meters").valueStream().map(JsonNode::asString).toList();
        List<PriceWalk.Tier> tiers =
                stored.path("tiers").valueStream().map(Explanation::tier).toList();
        Map<String, Long> models = new TreeMap<>();
        stored.path("models")
                .properties()
                .forEach(model -> models.put(model.getKey(), model.getValue().asLong()));
        JsonNode price = stored.path("price");
        PriceWalk.Terms terms = new PriceWalk.Terms(
                decimal(stored, "flat"),
                price.path(Price.PACKAGE_SIZE).asLong(0),
                decimal(price, Price.MAXIMUM),
                decimal(stored, "minimum"));
        return new PriceWalk(meters, stored.path("per").asLong(0), tiers, models, terms);
    }

    private static @Nullable BigDecimal decimal(JsonNode stored, String field) {
        return stored.hasNonNull(field) ? new BigDecimal(stored.path(field).asString()) : null;
    }

    private static PriceWalk.Tier tier(JsonNode tier) {
        JsonNode upTo = tier.get("up_to");
        return new PriceWalk.Tier(
                upTo == null ? null : upTo.asLong(),
                new BigDecimal(tier.path("price").asString()),
                tier.path("quantity").asLong());
    }

    private static Map<String, Object> tier(TierWalk tier) {
        Map<String, Object> walked = new LinkedHashMap<>();
        if (tier.upTo() != Tier.OPEN) {
            walked.put("up_to", tier.upTo());
        }
        walked.put("price", tier.price().toPlainString());
        walked.put("quantity", tier.quantity());
        return walked;
    }
}
