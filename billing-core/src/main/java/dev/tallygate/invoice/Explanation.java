package dev.tallygate.invoice;

import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import dev.tallygate.money.Money;
import dev.tallygate.rating.RatedKey;
import dev.tallygate.rating.TierWalk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a line stores to explain itself, as JSON: meters, per, kind of price, tiers walked; decimals as strings. */
final class Explanation {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Explanation() {}

    static String usage(Charge.UsageCharge charge, RatedKey key) {
        Map<String, Object> explanation = new LinkedHashMap<>();
        explanation.put("meters", charge.meters());
        explanation.put("per", charge.per());
        putPrice(explanation, key.price());
        explanation.put("tiers", key.tiers().stream().map(Explanation::tier).toList());
        return JSON.writeValueAsString(explanation);
    }

    /** Of packages each tier's quantity counts packages, not units. */
    private static void putPrice(Map<String, Object> explanation, Price price) {
        switch (price) {
            case Price.PerUnit perUnit -> explanation.put("kind", "per_unit");
            case Price.Graduated graduated -> explanation.put("kind", "graduated");
            case Price.Volume volume -> explanation.put("kind", "volume");
            case Price.Packaged packaged -> {
                explanation.put("kind", "package");
                explanation.put("package_size", packaged.size());
                explanation.put("packages", packaged.counted().name().toLowerCase(Locale.ROOT));
            }
            case Price.AtMost atMost -> {
                putPrice(explanation, atMost.price());
                explanation.put("maximum", atMost.maximum().toPlainString());
            }
        }
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
