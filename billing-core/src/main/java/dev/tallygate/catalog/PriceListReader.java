package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Ids;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a plan charges: groups of models, meters, charges, and the rules that hold between them. */
final class PriceListReader {

    private final YamlFields plan;
    private final Optional<Currency> currency;
    private final FixedMeters fixed;

    PriceListReader(YamlFields plan, Optional<Currency> currency, FixedMeters fixed) {
        this.plan = plan;
        this.currency = currency;
        this.fixed = fixed;
    }

    PriceList read() {
        ModelGroups groups = plan.optional("models").map(this::groups).orElse(ModelGroups.NONE);
        OwnMeters ownMeters = OwnMeters.read(plan.optional("meters"), fixed);
        NavigableSet<String> free =
                plan.optional("free").map(PlanReader::meters).orElse(new TreeSet<>());
        Map<String, YamlFields> written = new LinkedHashMap<>();
        List<Charge> charges = plan.required("charges")
                .map(list -> charges(list, new ChargeReader(groups, ownMeters, currency), written))
                .orElse(List.of());
        PriceList priceList = new PriceList(charges, groups, free, ownMeters.declared());
        refuseUnusedGroups(priceList);
        new TokenRules(priceList, written).check();
        refuseFreeMetersWithPrice(priceList);
        return priceList;
    }

    private static List<Charge> charges(YamlValue list, ChargeReader reader, Map<String, YamlFields> written) {
        List<YamlValue> items = list.items();
        if (list.isEmptyList()) {
            list.refuse("nothing", "at least one charge");
        }
        List<Charge> charges = new ArrayList<>();
        for (YamlValue item : items) {
            YamlFields fields = item.fields();
            for (Charge charge : reader.read(fields)) {
                if (written.putIfAbsent(charge.id(), fields) != null) {
                    fields.optional("id").ifPresent(id -> id.refuse("an id that no other charge has"));
                } else {
                    charges.add(charge);
                }
            }
        }
        return charges;
    }

    private ModelGroups groups(YamlValue map) {
        TreeMap<String, List<ModelPattern>> groups = new TreeMap<>();
        Map<String, String> groupByPattern = new HashMap<>();
        YamlFields fields = map.fields();
        fields.all().forEach((group, list) -> {
            if (group.contains("*") || !Ids.isLegal(group, PlanReader.ID_BYTES_MAX)) {
                fields.name(group).refuse(group, "a group's name: 1 to 64 visible ASCII characters without *");
            }
            groups.put(group, patterns(group, list, groupByPattern));
        });
        return new ModelGroups(groups);
    }

    private static List<ModelPattern> patterns(String group, YamlValue list, Map<String, String> groupByPattern) {
        List<ModelPattern> patterns = new ArrayList<>();
        for (YamlValue item : list.itemsOrOne()) {
            Optional<ModelPattern> pattern = pattern(item, item.text());
            String other = pattern.map(read -> groupByPattern.putIfAbsent(read.text(), group))
                    .orElse(null);
            if (other != null) {
                item.refuse("each pattern once; it is in group " + other + " already");
            }
            pattern.ifPresent(patterns::add);
        }
        if (patterns.isEmpty()) {
            list.refuse("nothing", "at least one model or pattern");
        }
        return patterns;
    }

    /** A pattern, told to the value where it is none. */
    static Optional<ModelPattern> pattern(YamlValue where, Optional<String> text) {
        if (text.isPresent() && !ModelPattern.isLegal(text.get())) {
            where.refuse(text.get(), "a model's name of 1 to 128 visible ASCII characters, * at its end only");
            return Optional.empty();
        }
        return text.map(ModelPattern::new);
    }

    private void refuseUnusedGroups(PriceList priceList) {
        Set<String> used = new HashSet<>();
        for (Charge charge : priceList.charges()) {
            if (charge instanceof UsageCharge usage && usage.rates() instanceof RateCard.ByGroup byGroup) {
                used.addAll(byGroup.byGroup().keySet());
            }
        }
        plan.optional("models")
                .map(YamlValue::fields)
                .ifPresent(groups -> groups.all().keySet().stream()
                        .filter(group -> !used.contains(group))
                        .forEach(
                                group -> groups.name(group).refuse(group, "a group that some charge has a price for")));
    }

    private void refuseFreeMetersWithPrice(PriceList priceList) {
        Set<String> pricedForAll = new HashSet<>();
        for (Charge charge : priceList.charges()) {
            if (charge instanceof UsageCharge usage && !usage.pricesByModel()) {
                pricedForAll.addAll(usage.meters());
            }
        }
        plan.optional("free").map(YamlValue::itemsOrOne).orElse(List.of()).stream()
                .filter(item -> item.text().filter(pricedForAll::contains).isPresent())
                .forEach(item -> item.refuse("a meter that no charge prices for all models"));
    }
}
