package dev.tallygate.rating;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPattern;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.RateCard;
import dev.tallygate.catalog.Tier;
import dev.tallygate.catalog.TiersBy;
import dev.tallygate.meter.Mark;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rates one unit at a time, as a person would on paper: the second opinion that the rater is held against. */
final class UnitByUnit {

    private final Plan plan;
    /** Units of each key that cost something, over the whole period: what a volume price looks at. */
    private final Map<String, Long> ofWholePeriod;

    private final Map<String, Long> left = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final Map<String, BigDecimal> numerators = new TreeMap<>();

    private UnitByUnit(Plan plan, Map<String, Long> ofWholePeriod) {
        this.plan = plan;
        this.ofWholePeriod = ofWholePeriod;
        plan.allowances().forEach(allowance -> left.put(allowance.allowanceId(), allowance.quantity()));
    }

    /** The amount of each key by window, those of 0 left out. */
    static Map<RatingKey, BigDecimal> amounts(PeriodUsage usage) {
        Map<RatingKey, BigDecimal> amounts = new TreeMap<>();
        for (int i = 0; i < usage.windows().size(); i++) {
            WindowUsage window = usage.windows().get(i);
            Plan plan = window.version().plan();
            List<WindowUsage> all = usage.windows();
            Map<String, Long> ofWholePeriod = write(plan, all, all, Map.of()).positions;
            amountsOf(plan, all.subList(0, i + 1), all, ofWholePeriod)
                    .forEach((key, amount) -> amounts.merge(keyOf(window, key), amount, BigDecimal::add));
            amountsOf(plan, all.subList(0, i), all, ofWholePeriod)
                    .forEach((key, amount) -> amounts.merge(keyOf(window, key), amount.negate(), BigDecimal::add));
        }
        amounts.values().removeIf(amount -> amount.signum() == 0);
        return amounts;
    }

    static BigDecimal usageCost(PeriodUsage usage) {
        return amounts(usage).values().stream().reduce(Amounts.ZERO, BigDecimal::add);
    }

    private static RatingKey keyOf(WindowUsage window, String key) {
        String[] chargeAndKey = key.split(" ", 2);
        return new RatingKey(window.windowStart(), chargeAndKey[0], chargeAndKey[1]);
    }

    private static Map<String, BigDecimal> amountsOf(
            Plan plan, List<WindowUsage> windows, List<WindowUsage> all, Map<String, Long> ofWholePeriod) {
        UnitByUnit paper = write(plan, windows, all, ofWholePeriod);
        Map<String, BigDecimal> amounts = new TreeMap<>();
        paper.numerators.forEach((key, numerator) -> {
            UsageCharge charge = paper.chargeOf(key);
            BigDecimal amount = numerator.divide(BigDecimal.valueOf(charge.per()), 12, RoundingMode.HALF_EVEN);
            amounts.put(key, isMost(charge, amount) ? maximumOf(charge).setScale(12) : amount);
        });
        return amounts;
    }

    private static UnitByUnit write(
            Plan plan, List<WindowUsage> windows, List<WindowUsage> all, Map<String, Long> ofWholePeriod) {
        NavigableMap<String, Quantities> byModel = byModel(windows);
        UnitByUnit paper = new UnitByUnit(plan, ofWholePeriod);
        for (UsageCharge charge : plan.usageCharges()) {
            if (charge.aggregation().isNumber()) {
                byModel.forEach((model, used) -> paper.write(charge, model, used));
            } else {
                paper.writeMarked(charge, byModel, byModel(all));
            }
        }
        return paper;
    }

    private static NavigableMap<String, Quantities> byModel(List<WindowUsage> windows) {
        TreeMap<String, Quantities> byModel = new TreeMap<>();
        for (WindowUsage window : windows) {
            window.byModel().forEach((model, used) -> byModel.merge(model, used, Quantities::plus));
        }
        return byModel;
    }

    /** The models of each key are looked at together; what is not the latest of the whole period is not charged. */
    private void writeMarked(
            UsageCharge charge, NavigableMap<String, Quantities> byModel, NavigableMap<String, Quantities> ofAll) {
        NavigableMap<String, NavigableSet<Mark>> marks = marksByKey(charge, byModel);
        NavigableMap<String, NavigableSet<Mark>> allMarks = marksByKey(charge, ofAll);
        TreeMap<String, String> rows = new TreeMap<>();
        byModel.keySet().forEach(model -> {
            String row = rowFor(charge.rates(), model);
            if (row != null) {
                rows.put(keyFor(charge, row, model), row);
            }
        });
        marks.forEach((key, ofKey) -> {
            long units = switch (charge.aggregation()) {
                case MAX -> ofKey.stream().mapToLong(Mark::quantity).max().orElse(0);
                case UNIQUE -> ofKey.size();
                case LATEST -> {
                    Mark latest = Objects.requireNonNull(allMarks.get(key)).last();
                    yield ofKey.contains(latest) ? latest.quantity() : 0;
                }
                case SUM, COUNT -> throw new IllegalStateException(charge.toString());
            };
            write(charge, Objects.requireNonNull(rows.get(key)), key, units);
        });
    }

    private static NavigableMap<String, NavigableSet<Mark>> marksByKey(
            UsageCharge charge, NavigableMap<String, Quantities> byModel) {
        NavigableMap<String, NavigableSet<Mark>> marks = new TreeMap<>();
        byModel.forEach((model, used) -> {
            String row = rowFor(charge.rates(), model);
            if (row != null) {
                charge.marksOf(used)
                        .ifPresent(ofModel -> marks.computeIfAbsent(keyFor(charge, row, model), key -> new TreeSet<>())
                                .addAll(ofModel.events().keySet()));
            }
        });
        return marks;
    }

    private static String keyFor(UsageCharge charge, String row, String model) {
        return charge.id() + " "
                + (charge.tiersBy() == TiersBy.CHARGE ? "" : charge.tiersBy() == TiersBy.GROUP ? row : model);
    }

    private static boolean isMost(UsageCharge charge, BigDecimal amount) {
        return charge.rates().prices().iterator().next() instanceof Price.AtMost
                && amount.compareTo(maximumOf(charge)) > 0;
    }

    private static BigDecimal maximumOf(UsageCharge charge) {
        return ((Price.AtMost) charge.rates().prices().iterator().next()).maximum();
    }

    private UsageCharge chargeOf(String key) {
        String chargeId = key.substring(0, key.indexOf(' '));
        return plan.usageCharges().stream()
                .filter(charge -> charge.id().equals(chargeId))
                .findFirst()
                .orElseThrow();
    }

    private void write(UsageCharge charge, String model, Quantities used) {
        String row = rowFor(charge.rates(), model);
        if (row == null) {
            return;
        }
        write(
                charge,
                row,
                keyFor(charge, row, model),
                charge.meters().stream().mapToLong(used::quantityOf).sum());
    }

    private void write(UsageCharge charge, String row, String key, long units) {
        for (long unit = 0; unit < units; unit++) {
            if (!takeFree(charge)) {
                long position = positions.merge(key, 1L, Long::sum);
                long last = ofWholePeriod.getOrDefault(key, 0L);
                numerators.merge(key, priceAt(priceOf(charge.rates(), row), position, last), BigDecimal::add);
            }
        }
    }

    private boolean takeFree(UsageCharge charge) {
        for (Allowance allowance : plan.allowances()) {
            if (allowance.charges().contains(charge.id()) && left.getOrDefault(allowance.allowanceId(), 0L) > 0) {
                left.merge(allowance.allowanceId(), -1L, Long::sum);
                return true;
            }
        }
        return false;
    }

    private static @Nullable String rowFor(RateCard rates, String model) {
        return switch (rates) {
            case RateCard.ForAllModels all -> "";
            case RateCard.ByModel byModel ->
                best(
                        byModel.byPattern().keySet().stream()
                                .map(ModelPattern::text)
                                .toList(),
                        model);
            case RateCard.ByGroup byGroup -> {
                Map<String, String> groups = new HashMap<>();
                byGroup.groups()
                        .patterns()
                        .forEach((group, patterns) -> patterns.forEach(pattern -> groups.put(pattern.text(), group)));
                String pattern = best(List.copyOf(groups.keySet()), model);
                String group = pattern == null ? "*" : groups.getOrDefault(pattern, "*");
                yield byGroup.byGroup().containsKey(group)
                        ? group
                        : byGroup.byGroup().containsKey("*") ? "*" : null;
            }
        };
    }

    /** Exact, else the longest beginning. */
    private static @Nullable String best(List<String> patterns, String model) {
        if (!model.isEmpty() && patterns.contains(model)) {
            return model;
        }
        for (int length = model.length(); length >= 0; length--) {
            String candidate = model.substring(0, length) + "*";
            if (patterns.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static Price priceOf(RateCard rates, String row) {
        return switch (rates) {
            case RateCard.ForAllModels all -> all.price();
            case RateCard.ByModel byModel ->
                java.util.Objects.requireNonNull(byModel.byPattern().get(new ModelPattern(row)));
            case RateCard.ByGroup byGroup ->
                java.util.Objects.requireNonNull(byGroup.byGroup().get(row));
        };
    }

    /** What the unit at a place costs; {@code last} is the place of the period's last unit. */
    private static BigDecimal priceAt(Price price, long position, long last) {
        return switch (price) {
            case Price.PerUnit perUnit -> perUnit.price();
            case Price.Graduated graduated -> tierAt(graduated.tiers(), position);
            case Price.Volume volume -> tierAt(volume.tiers(), last);
            case Price.Packaged packaged -> {
                boolean isFirst = packaged.size() == 1 || position % packaged.size() == 1;
                boolean isLast = position % packaged.size() == 0;
                boolean costs = packaged.counted() == Price.Packaged.Counted.BEGUN ? isFirst : isLast;
                yield costs ? packaged.price() : BigDecimal.ZERO;
            }
            case Price.AtMost atMost -> priceAt(atMost.price(), position, last);
        };
    }

    private static BigDecimal tierAt(List<Tier> tiers, long position) {
        return tiers.stream()
                .filter(tier -> position <= tier.upTo())
                .map(Tier::price)
                .findFirst()
                .orElseThrow();
    }
}
