package dev.tallygate.rating;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Corrections;
import dev.tallygate.catalog.LimitKind;
import dev.tallygate.catalog.ModelGroups;
import dev.tallygate.catalog.ModelPattern;
import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanLimits;
import dev.tallygate.catalog.PlanTerms;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.PriceList;
import dev.tallygate.catalog.RateCard;
import dev.tallygate.catalog.RatedBy;
import dev.tallygate.catalog.Tier;
import dev.tallygate.catalog.TiersBy;
import dev.tallygate.catalog.UnpricedPolicy;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.OwnReport;
import dev.tallygate.meter.Quantities;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** A month with one to three windows, a random plan in each, and random usage: everything follows from the seed. */
final class RandomMonth {

    /** Usage of one model in one window. */
    record Use(Instant windowStart, String modelId, Quantities quantities) {}

    /** Months that a test looks at at most: fewer only where each of many mutants is run. */
    static final int COUNT_MAX = Integer.getInteger("tallygate.random.months", 10_000);

    /** Whether there are enough of them for each rare edge to be met. */
    static final boolean IS_EACH_EDGE_MET = COUNT_MAX >= 10_000;

    private static final BillingPeriod PERIOD = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
    private static final List<String> MODELS = List.of("", "a", "ab", "abc-1", "b", "b-mini", "b-mini-2", "zz");
    private static final List<String> PATTERNS = List.of("*", "a*", "ab", "ab*", "b*", "b-mini*", "zz", "q*");
    private static final List<List<String>> METERS = List.of(
            List.of("requests"),
            List.of("tokens_in"),
            List.of("tokens_in", "tokens_out"),
            List.of("tokens_in_uncached"),
            List.of("tokens_in_cached", "tokens_in_cache_write"),
            List.of("tokens_out_plain"),
            List.of("compute_millis", "images"),
            List.of("images"),
            List.of("calls"),
            List.of("calls", "images"),
            List.of("peak"),
            List.of("seats"),
            List.of("seats"),
            List.of("users"));
    private static final NavigableMap<String, Aggregation> DECLARED = new TreeMap<>(Map.of(
            "calls", Aggregation.COUNT,
            "peak", Aggregation.MAX,
            "seats", Aggregation.LATEST,
            "users", Aggregation.UNIQUE));
    private static final long[] PERS = {1, 3, 7, 1_000, 60_000, 1_000_000};

    private final SplittableRandom random;
    final List<PlanVersion> versions = new ArrayList<>();
    final List<Instant> windowStarts = new ArrayList<>();
    final List<Use> uses = new ArrayList<>();

    RandomMonth(long seed) {
        random = new SplittableRandom(seed);
        int windows = 1 + random.nextInt(3);
        for (int i = 0; i < windows; i++) {
            windowStarts.add(PERIOD.start().plus(Duration.ofDays(9L * i)));
            versions.add(new PlanVersion(i + 1, i + 1, plan()));
        }
        int count = random.nextInt(25);
        for (int i = 0; i < count; i++) {
            Instant start = windowStarts.get(random.nextInt(windows));
            uses.add(new Use(start, pick(MODELS), quantities().plus(marks("e" + i, start))));
        }
    }

    /** All windows with the usage given. */
    PeriodUsage usageOf(List<Use> used) {
        List<WindowUsage> windows = new ArrayList<>();
        for (int i = 0; i < windowStarts.size(); i++) {
            Instant start = windowStarts.get(i);
            TreeMap<String, Quantities> byModel = new TreeMap<>();
            used.stream()
                    .filter(use -> use.windowStart().equals(start))
                    .forEach(use -> byModel.merge(use.modelId(), use.quantities(), Quantities::plus));
            windows.add(new WindowUsage(start, versions.get(i), byModel));
        }
        return new PeriodUsage(PERIOD, windows);
    }

    /** The uses in another order. */
    List<Use> shuffled() {
        List<Use> shuffled = new ArrayList<>(uses);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Use moved = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, moved);
        }
        return shuffled;
    }

    Quantities quantities() {
        long in = random.nextInt(40);
        long cached = in == 0 ? 0 : random.nextLong(in);
        long out = random.nextInt(30);
        return Quantities.builder()
                .requests(1)
                .tokensIn(in)
                .tokensInCached(cached)
                .tokensInCacheWrite(random.nextLong(in - cached + 1))
                .tokensOut(out)
                .tokensOutReasoning(random.nextLong(out + 1))
                .computeMillis(random.nextInt(4) == 0 ? random.nextInt(50) : 0)
                .own("images", random.nextInt(3) == 0 ? random.nextInt(5) : 0)
                .own("calls", random.nextInt(3) == 0 ? 1 : 0)
                .build();
    }

    /** What an event of the window may say of meters that do not add up; often at the same time as another. */
    Quantities marks(String eventId, Instant windowStart) {
        TreeMap<String, Long> told = new TreeMap<>();
        for (String meter : List.of("peak", "seats", "users")) {
            if (random.nextInt(3) == 0) {
                told.put(meter, (long) random.nextInt(70));
            }
        }
        Instant usageTime = windowStart.plusSeconds(random.nextInt(4));
        return new OwnReport(told, "u" + random.nextInt(6), usageTime, eventId)
                .counted(meter -> DECLARED.getOrDefault(meter, Aggregation.SUM));
    }

    private Plan plan() {
        List<Charge> charges = new ArrayList<>();
        ModelGroups groups = groups();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            charges.add(charge("c" + i, groups));
        }
        return new Plan(
                "plan",
                "Plan",
                Currency.getInstance("USD"),
                new PlanTerms(
                        Duration.ZERO,
                        UnpricedPolicy.DENY,
                        Corrections.NEXT_INVOICE,
                        OverdueTerms.NONE,
                        RatedBy.TALLYGATE),
                new PriceList(charges, groups, new TreeSet<>(), DECLARED),
                new PlanLimits(null, List.of(), allowances(count)));
    }

    private ModelGroups groups() {
        TreeMap<String, List<ModelPattern>> groups = new TreeMap<>();
        for (String pattern : PATTERNS) {
            if (random.nextInt(3) > 0) {
                groups.computeIfAbsent(random.nextBoolean() ? "g" : "h", group -> new ArrayList<>())
                        .add(new ModelPattern(pattern));
            }
        }
        return new ModelGroups(groups);
    }

    /** How the prices of one charge are written. */
    enum Kind {
        PER_UNIT,
        GRADUATED,
        VOLUME,
        PACKAGE,
        PERCENTAGE
    }

    private UsageCharge charge(String id, ModelGroups groups) {
        Kind kind = pick(List.of(Kind.values()));
        RateCard rates = rates(kind, groups);
        TiersBy natural = switch (rates) {
            case RateCard.ForAllModels all -> TiersBy.CHARGE;
            case RateCard.ByGroup byGroup -> TiersBy.GROUP;
            case RateCard.ByModel byModel -> TiersBy.MODEL;
        };
        TiersBy tiersBy = random.nextInt(3) == 0 ? TiersBy.MODEL : natural;
        if (tiersBy == TiersBy.CHARGE && random.nextInt(3) == 0) {
            rates = new RateCard.ForAllModels(
                    new Price.AtMost(rates.prices().iterator().next(), BigDecimal.valueOf(random.nextInt(9_000), 2)));
        }
        List<String> meters = kind == Kind.PERCENTAGE ? List.of("images") : pick(METERS);
        long per = switch (kind) {
            case PER_UNIT, GRADUATED, VOLUME -> PERS[random.nextInt(PERS.length)];
            case PACKAGE -> 1;
            case PERCENTAGE -> 10_000;
        };
        Aggregation aggregation =
                meters.size() > 1 ? Aggregation.SUM : DECLARED.getOrDefault(meters.getFirst(), Aggregation.SUM);
        return new UsageCharge(id, meters, per, tiersBy, rates, BigDecimal.ZERO, aggregation);
    }

    private RateCard rates(Kind kind, ModelGroups groups) {
        return switch (random.nextInt(3)) {
            case 0 -> new RateCard.ForAllModels(price(kind));
            case 1 -> {
                TreeMap<String, Price> byGroup = new TreeMap<>();
                byGroup.put("g", price(kind));
                if (random.nextBoolean()) {
                    byGroup.put(random.nextBoolean() ? "h" : "*", price(kind));
                }
                yield new RateCard.ByGroup(groups, byGroup);
            }
            default -> {
                TreeMap<ModelPattern, Price> byPattern = new TreeMap<>();
                PATTERNS.stream()
                        .filter(pattern -> random.nextBoolean())
                        .forEach(pattern -> byPattern.put(new ModelPattern(pattern), price(kind)));
                yield new RateCard.ByModel(byPattern);
            }
        };
    }

    private Price price(Kind kind) {
        return switch (kind) {
            case PER_UNIT, PERCENTAGE -> new Price.PerUnit(rate());
            case GRADUATED -> new Price.Graduated(tiers());
            case VOLUME -> new Price.Volume(tiers());
            case PACKAGE ->
                new Price.Packaged(1 + random.nextInt(20), rate(), pick(List.of(Price.Packaged.Counted.values())));
        };
    }

    private List<Tier> tiers() {
        List<Tier> tiers = new ArrayList<>();
        long bound = 0;
        for (int i = random.nextInt(3); i > 0; i--) {
            bound += 1 + random.nextInt(60);
            tiers.add(new Tier(bound, rate()));
        }
        tiers.add(new Tier(Tier.OPEN, rate()));
        return tiers;
    }

    private BigDecimal rate() {
        return switch (random.nextInt(4)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> BigDecimal.valueOf(random.nextInt(500), 2);
            default -> BigDecimal.valueOf(random.nextLong(5_000_000_000_000L), 12);
        };
    }

    private List<Allowance> allowances(int charges) {
        List<String> shared = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (int i = 0; i < charges; i++) {
            int choice = random.nextInt(4);
            if (choice == 0) {
                own.add("c" + i);
            } else if (choice < 3) {
                shared.add("c" + i);
            }
        }
        List<Allowance> allowances = new ArrayList<>();
        own.forEach(id -> allowances.add(allowance("own-" + id, List.of(id))));
        if (!shared.isEmpty()) {
            allowances.add(allowance("shared", shared));
        }
        return allowances;
    }

    private Allowance allowance(String id, List<String> charges) {
        return new Allowance(id, charges, 1 + random.nextInt(150), LimitKind.SOFT);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
