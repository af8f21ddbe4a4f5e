package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import dev.tallygate.meter.Aggregation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what random months have in them, so that a test that never met an edge fails. */
final class Histogram {

    private static final List<String> WANTED = List.of(
            "windows 1",
            "windows 2",
            "windows 3",
            "no usage",
            "unpriced",
            "several tiers",
            "allowance",
            "allowance taken over",
            "an event of negative cost",
            "PER_UNIT",
            "PERCENTAGE",
            "GRADUATED",
            "VOLUME",
            "PACKAGE BEGUN",
            "PACKAGE COMPLETE",
            "maximum",
            "maximum reached",
            "maximum not reached",
            "a bound met exactly",
            "one unit over a bound",
            "a volume price in another tier than the first",
            "a volume price in several windows",
            "a package that is full",
            "a package that is not full",
            "tiers by CHARGE",
            "tiers by GROUP",
            "tiers by MODEL",
            "of COUNT",
            "of MAX",
            "of LATEST",
            "of UNIQUE",
            "a latest in an earlier window than the last");

    private final Map<String, Integer> seen = new TreeMap<>();

    void count(boolean happened, String what) {
        if (happened) {
            seen.merge(what, 1, Integer::sum);
        }
    }

    void count(RandomMonth month, RatedPeriod rated) {
        count(true, "windows " + month.windowStarts.size());
        count(month.uses.isEmpty(), "no usage");
        count(!rated.unpriced().isEmpty(), "unpriced");
        for (PlanVersion version : month.versions) {
            version.plan().usageCharges().forEach(this::count);
        }
        rated.keys().forEach(key -> count(key, month));
    }

    private void count(UsageCharge charge) {
        count(true, "tiers by " + charge.tiersBy());
        count(true, "of " + charge.aggregation());
        charge.rates().prices().forEach(price -> count(price, charge.per()));
    }

    private void count(Price price, long per) {
        switch (price) {
            case Price.PerUnit perUnit -> count(true, per == 10_000 ? "PERCENTAGE" : "PER_UNIT");
            case Price.Graduated graduated -> count(true, "GRADUATED");
            case Price.Volume volume -> count(true, "VOLUME");
            case Price.Packaged packaged -> count(true, "PACKAGE " + packaged.counted());
            case Price.AtMost atMost -> {
                count(true, "maximum");
                count(atMost.price(), per);
            }
        }
    }

    private void count(RatedKey key, RandomMonth month) {
        count(key.tiers().size() > 1, "several tiers");
        count(key.allowanceUsed() > 0, "allowance");
        count(key.allowanceUsed() < 0, "allowance taken over");
        boolean isOnlyWindow = month.windowStarts.size() == 1;
        int window = month.windowStarts.indexOf(key.windowStart());
        boolean isLatest = month.versions.get(window).plan().usageCharges().stream()
                .anyMatch(charge -> charge.id().equals(key.chargeId()) && charge.aggregation() == Aggregation.LATEST);
        count(isLatest && window < month.windowStarts.size() - 1, "a latest in an earlier window than the last");
        countEdges(key.price(), key, isOnlyWindow);
    }

    private void countEdges(Price price, RatedKey key, boolean isOnlyWindow) {
        long charged = key.quantity() - key.allowanceUsed();
        switch (price) {
            case Price.PerUnit perUnit -> {}
            case Price.Graduated graduated -> countBounds(graduated.tiers(), charged, isOnlyWindow);
            case Price.Volume volume -> {
                countBounds(volume.tiers(), charged, isOnlyWindow);
                count(!isOnlyWindow, "a volume price in several windows");
                count(
                        isOnlyWindow
                                && !volume.tierOf(charged).equals(volume.tiers().getFirst()),
                        "a volume price in another tier than the first");
            }
            case Price.Packaged packaged -> {
                count(isOnlyWindow && charged % packaged.size() == 0, "a package that is full");
                count(isOnlyWindow && charged % packaged.size() != 0, "a package that is not full");
            }
            case Price.AtMost atMost -> {
                boolean isReached = key.amount().compareTo(atMost.maximum()) == 0;
                count(isOnlyWindow && isReached, "maximum reached");
                count(isOnlyWindow && !isReached, "maximum not reached");
                countEdges(atMost.price(), key, isOnlyWindow);
            }
        }
    }

    private void countBounds(List<Tier> tiers, long charged, boolean isOnlyWindow) {
        for (Tier tier : tiers) {
            count(isOnlyWindow && charged == tier.upTo(), "a bound met exactly");
            count(isOnlyWindow && charged - 1 == tier.upTo(), "one unit over a bound");
        }
    }

    /** Of all random months; of the few that each mutant is run on, nothing is asked. */
    void requireEachAtLeast(int times) {
        if (!RandomMonth.IS_EACH_EDGE_MET) {
            return;
        }
        assertThat(seen.keySet()).as("what was generated: %s", seen).containsAll(WANTED);
        assertThat(WANTED).as("what was generated: %s", seen).allMatch(what -> seen.getOrDefault(what, 0) >= times);
    }
}
