package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.MeterName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Holds that for each model a plan charges a whole or all its parts, never both, never one part and not the rest. */
final class TokenRules {

    /** Stands for a model that no longer pattern matches: no id has this character. */
    private static final String OTHER = "\uFFFF";

    private final PriceList priceList;
    private final Map<String, YamlFields> written;

    /** The price list, and where each of its charges stands by id. */
    TokenRules(PriceList priceList, Map<String, YamlFields> written) {
        this.priceList = priceList;
        this.written = written;
    }

    void check() {
        models().forEach((name, modelId) -> {
            List<UsageCharge> charges = pricing(modelId);
            checkWhole(name, MeterName.TOKENS_IN, charges);
            checkWhole(name, MeterName.TOKENS_OUT, charges);
        });
    }

    /** One model for each way in which the plan can tell models apart, by the name that a person knows it by. */
    private Map<String, String> models() {
        TreeSet<ModelPattern> patterns = new TreeSet<>();
        priceList.models().patterns().values().forEach(patterns::addAll);
        for (Charge charge : priceList.charges()) {
            if (charge instanceof UsageCharge usage && usage.rates() instanceof RateCard.ByModel byModel) {
                patterns.addAll(byModel.byPattern().keySet());
            }
        }
        Map<String, String> models = new LinkedHashMap<>();
        patterns.forEach(
                pattern -> models.put(pattern.text(), pattern.isExact() ? pattern.text() : pattern.prefix() + OTHER));
        models.putIfAbsent("*", OTHER);
        return models;
    }

    private List<UsageCharge> pricing(String modelId) {
        List<UsageCharge> pricing = new ArrayList<>();
        for (Charge charge : priceList.charges()) {
            if (charge instanceof UsageCharge usage && usage.keyFor(modelId).isPresent()) {
                pricing.add(usage);
            }
        }
        return pricing;
    }

    private void checkWhole(String model, String whole, List<UsageCharge> charges) {
        List<String> parts = MeterName.partsOf(whole);
        Optional<UsageCharge> ofWhole = charges.stream()
                .filter(charge -> charge.meters().contains(whole))
                .findFirst();
        Optional<UsageCharge> ofPart = charges.stream()
                .filter(charge -> charge.meters().stream().anyMatch(parts::contains))
                .findFirst();
        if (ofPart.isEmpty()) {
            return;
        }
        if (ofWhole.isPresent()) {
            refuse(
                    ofPart.get(),
                    whole + " and a part of it for " + model,
                    "the whole or its parts for a model, not both");
            return;
        }
        List<String> missing = parts.stream()
                .filter(part ->
                        charges.stream().noneMatch(charge -> charge.meters().contains(part)))
                .filter(part -> !isFree(part, whole))
                .toList();
        if (!missing.isEmpty()) {
            String all = String.join(" and ", missing);
            refuse(
                    ofPart.get(),
                    "a part of " + whole + " without " + all + " for " + model,
                    "a charge for " + all + " too, or free: [" + String.join(", ", missing) + "]");
        }
    }

    private boolean isFree(String part, String whole) {
        return priceList.freeMeters().contains(part) || priceList.freeMeters().contains(whole);
    }

    private void refuse(UsageCharge charge, String given, String expected) {
        Optional.ofNullable(written.get(charge.id()))
                .map(fields -> fields.optional("meter").orElseGet(() -> fields.name("matrix")))
                .ifPresent(where -> where.refuse(given, expected));
    }
}
