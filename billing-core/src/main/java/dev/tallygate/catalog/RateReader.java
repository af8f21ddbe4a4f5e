package dev.tallygate.catalog;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the price of a charge: one for all models, or a map by group, name or pattern. */
final class RateReader {

    private static final int PLACES_MAX = 12;
    private static final BigDecimal PER_UNIT_MAX = BigDecimal.TEN.pow(6);
    private static final List<String> KINDS = List.of("price", "graduated");

    private final ModelGroups groups;
    private final BigDecimal priceMax;

    RateReader(ModelGroups groups, long per) {
        this.groups = groups;
        this.priceMax = PER_UNIT_MAX.multiply(BigDecimal.valueOf(per));
    }

    Optional<RateCard> read(YamlFields charge) {
        List<String> given = KINDS.stream().filter(charge::has).toList();
        if (given.size() != 1) {
            charge.owner()
                    .refuse(
                            given.isEmpty() ? "no price" : String.join(" and ", given),
                            "one of price, graduated or flat");
            return Optional.empty();
        }
        YamlValue value = charge.optional(given.getFirst()).orElseThrow();
        Function<YamlValue, Optional<Price>> kind = given.getFirst().equals("price") ? this::perUnit : this::graduated;
        return value.isMap() ? byMap(value.fields(), kind) : kind.apply(value).map(RateCard.ForAllModels::new);
    }

    private Optional<RateCard> byMap(YamlFields map, Function<YamlValue, Optional<Price>> kind) {
        if (map.all().isEmpty()) {
            map.owner().refuse("nothing", "at least one model, pattern or group");
        }
        boolean byGroup = map.all().keySet().stream().anyMatch(groups.patterns()::containsKey);
        return byGroup ? byGroup(map, kind) : byModel(map, kind);
    }

    private Optional<RateCard> byGroup(YamlFields map, Function<YamlValue, Optional<Price>> kind) {
        NavigableMap<String, Price> prices = new TreeMap<>();
        map.all().forEach((group, value) -> {
            if (!groups.patterns().containsKey(group) && !group.equals(RateCard.OTHERS)) {
                map.name(group)
                        .refuse(
                                "unknown group " + group,
                                "one of " + String.join(", ", groups.patterns().keySet()) + " or *");
            }
            kind.apply(value).ifPresent(price -> prices.put(group, price));
        });
        return Optional.of(new RateCard.ByGroup(groups, prices));
    }

    private static Optional<RateCard> byModel(YamlFields map, Function<YamlValue, Optional<Price>> kind) {
        NavigableMap<ModelPattern, Price> prices = new TreeMap<>();
        map.all().forEach((text, value) -> {
            Optional<ModelPattern> pattern = PriceListReader.pattern(map.name(text), Optional.of(text));
            Optional<Price> price = kind.apply(value);
            pattern.ifPresent(read -> price.ifPresent(written -> prices.put(read, written)));
        });
        return Optional.of(new RateCard.ByModel(prices));
    }

    private Optional<Price> perUnit(YamlValue value) {
        return price(value).map(Price.PerUnit::new);
    }

    private Optional<BigDecimal> price(YamlValue value) {
        return value.decimal(PLACES_MAX, priceMax);
    }

    private Optional<Price> graduated(YamlValue list) {
        List<Tier> tiers = new ArrayList<>();
        List<YamlValue> items = list.items();
        for (int i = 0; i < items.size(); i++) {
            tier(items.get(i), tiers, i == items.size() - 1).ifPresent(tiers::add);
        }
        if (list.isEmptyList()) {
            list.refuse("nothing", "at least one tier");
        }
        return tiers.isEmpty() ? Optional.empty() : Optional.of(new Price.Graduated(tiers));
    }

    private Optional<Tier> tier(YamlValue item, List<Tier> before, boolean last) {
        YamlFields fields = item.fields();
        fields.refuseUnknown(
                List.of("up_to", "price"), Map.of("per", "nothing here: per belongs to the charge, for all its tiers"));
        Optional<Long> upTo = upTo(fields, before, last);
        Optional<BigDecimal> price = fields.required("price").flatMap(this::price);
        return upTo.flatMap(bound -> price.map(rate -> new Tier(bound, rate)));
    }

    private static Optional<Long> upTo(YamlFields tier, List<Tier> before, boolean last) {
        Optional<YamlValue> written = tier.optional("up_to");
        if (last) {
            written.ifPresent(value -> value.refuse("the last tier open: without up_to"));
            return Optional.of(Tier.OPEN);
        }
        Optional<Long> upTo = tier.required("up_to").flatMap(value -> value.whole(1, Quantities.TOTAL_MAX));
        if (upTo.isPresent()
                && !before.isEmpty()
                && upTo.get() <= before.getLast().upTo()) {
            written.ifPresent(
                    value -> value.refuse("more than " + before.getLast().upTo() + ", the tier before"));
        }
        return upTo;
    }
}
