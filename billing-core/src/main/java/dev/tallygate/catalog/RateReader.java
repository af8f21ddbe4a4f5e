package dev.tallygate.catalog;

import dev.tallygate.catalog.Price.Packaged.Counted;
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
    /** The fields that say a price, one a charge. */
    static final List<String> KINDS = List.of("price", "graduated", "volume", "package", "percentage");

    private static final List<String> PACKAGE_FIELDS = List.of("size", "price", "complete");
    private static final BigDecimal PERCENTAGE_MAX = BigDecimal.valueOf(100);

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
                            "one of " + String.join(", ", KINDS) + ", matrix or flat");
            return Optional.empty();
        }
        YamlValue value = charge.optional(given.getFirst()).orElseThrow();
        Function<YamlValue, Optional<Price>> kind = reading(given.getFirst());
        return value.isMap() && !isPackage(value)
                ? byMap(value.fields(), kind)
                : kind.apply(value).map(RateCard.ForAllModels::new);
    }

    private Function<YamlValue, Optional<Price>> reading(String kind) {
        return switch (kind) {
            case "price" -> this::perUnit;
            case "graduated" -> this::graduated;
            case "volume" -> this::volume;
            case "package" -> this::packaged;
            case "percentage" -> RateReader::percentage;
            default -> throw new IllegalArgumentException(kind + " (expected: one of " + KINDS + ")");
        };
    }

    private static boolean isPackage(YamlValue map) {
        return PACKAGE_FIELDS.stream().anyMatch(map.fields()::has);
    }

    /** A price for each group, or for each name or pattern; values that are told to be wrong are left out. */
    Optional<RateCard> byMap(YamlFields map, Function<YamlValue, Optional<Price>> kind) {
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

    /** A rate for each unit, as a decimal. */
    Optional<Price> perUnit(YamlValue value) {
        return price(value).map(Price.PerUnit::new);
    }

    private Optional<BigDecimal> price(YamlValue value) {
        return value.amount(PLACES_MAX, priceMax);
    }

    /** {@code percent} of minor units: the charge's {@code per} turns it into major units. */
    private static Optional<Price> percentage(YamlValue value) {
        return value.decimal(PLACES_MAX, PERCENTAGE_MAX).map(Price.PerUnit::new);
    }

    private Optional<Price> packaged(YamlValue value) {
        YamlFields fields = value.fields();
        fields.refuseUnknown(PACKAGE_FIELDS, Map.of());
        Optional<Long> size = fields.required("size").flatMap(read -> read.whole(1, ChargeReader.PER_MAX));
        BigDecimal most = PER_UNIT_MAX.multiply(BigDecimal.valueOf(size.orElse(1L)));
        Optional<BigDecimal> price = fields.required("price").flatMap(read -> read.amount(PLACES_MAX, most));
        Counted counted = fields.optional("complete")
                .flatMap(YamlValue::truth)
                .map(complete -> complete ? Counted.COMPLETE : Counted.BEGUN)
                .orElse(Counted.BEGUN);
        return size.flatMap(units -> price.map(each -> new Price.Packaged(units, each, counted)));
    }

    /** Tiers that each price the units that fall into them. */
    Optional<Price> graduated(YamlValue list) {
        return tiers(list).map(Price.Graduated::new);
    }

    /** Tiers of which one prices all units. */
    Optional<Price> volume(YamlValue list) {
        return tiers(list).map(Price.Volume::new);
    }

    private Optional<List<Tier>> tiers(YamlValue list) {
        List<Tier> tiers = new ArrayList<>();
        List<YamlValue> items = list.items();
        for (int i = 0; i < items.size(); i++) {
            tier(items.get(i), tiers, i == items.size() - 1).ifPresent(tiers::add);
        }
        if (list.isEmptyList()) {
            list.refuse("nothing", "at least one tier");
        }
        return tiers.isEmpty() ? Optional.empty() : Optional.of(tiers);
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
