package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Ids;
import dev.tallygate.meter.MeterName;
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

    private static final Map<String, String> LATER_AGGREGATIONS = Map.of(
            "count", "sum; count comes later",
            "max", "sum; max comes later",
            "latest", "sum; latest comes later",
            "unique", "sum; unique comes later");

    private final YamlFields plan;
    private final Optional<Currency> currency;

    PriceListReader(YamlFields plan, Optional<Currency> currency) {
        this.plan = plan;
        this.currency = currency;
    }

    PriceList read() {
        ModelGroups groups = plan.optional("models").map(this::groups).orElse(ModelGroups.NONE);
        NavigableSet<String> declared =
                plan.optional("meters").map(PriceListReader::declaredMeters).orElse(new TreeSet<>());
        NavigableSet<String> free =
                plan.optional("free").map(PlanReader::meters).orElse(new TreeSet<>());
        Map<String, YamlFields> written = new LinkedHashMap<>();
        List<Charge> charges = plan.required("charges")
                .map(list -> charges(list, new ChargeReader(groups, declared, currency), written))
                .orElse(List.of());
        PriceList priceList = new PriceList(charges, groups, free);
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

    private static NavigableSet<String> declaredMeters(YamlValue map) {
        YamlFields fields = map.fields();
        fields.all().forEach((meter, aggregation) -> {
            if (!MeterName.isLegalOwn(meter)) {
                fields.name(meter).refuse(meter, "a meter of your own: built-in ones are sums and not declared");
            }
            String written = aggregation.text().orElse("sum");
            if (!written.equals("sum")) {
                aggregation.refuse(LATER_AGGREGATIONS.getOrDefault(written, "sum"));
            }
        });
        return new TreeSet<>(fields.all().keySet());
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
