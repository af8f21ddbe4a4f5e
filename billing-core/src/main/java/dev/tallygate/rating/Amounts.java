package dev.tallygate.rating;

import dev.tallygate.catalog.Price;
import dev.tallygate.catalog.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A: the amount of a quantity at a price, an exact numerator divided once, half-even to 12 places. */
final class Amounts {

    /** Places of every cost. */
    static final int PLACES = 12;

    static final BigDecimal ZERO = BigDecimal.ZERO.setScale(PLACES);

    private Amounts() {}

    /**
     * A of a quantity that allowances did not make free.
     *
     * @param deciding the quantity of the whole period, which takes the tier of a volume price
     */
    static BigDecimal of(Price price, long per, long quantity, long deciding) {
        BigDecimal amount = ofWalk(walk(price, quantity, deciding), per);
        return price instanceof Price.AtMost atMost
                ? amount.min(atMost.maximum()).setScale(PLACES)
                : amount;
    }

    private static BigDecimal ofWalk(List<TierWalk> walk, long per) {
        BigDecimal numerator = BigDecimal.ZERO;
        for (TierWalk tier : walk) {
            numerator = numerator.add(tier.price().multiply(BigDecimal.valueOf(tier.quantity())));
        }
        return numerator.divide(BigDecimal.valueOf(per), PLACES, RoundingMode.HALF_EVEN);
    }

    /** How many units (or packages) are priced at which rate; empty for a quantity of 0. */
    static List<TierWalk> walk(Price price, long quantity, long deciding) {
        if (quantity == 0) {
            return List.of();
        }
        return switch (price) {
            case Price.PerUnit perUnit -> List.of(new TierWalk(Tier.OPEN, perUnit.price(), quantity));
            case Price.Graduated graduated -> walk(graduated.tiers(), quantity);
            case Price.Volume volume -> {
                Tier tier = volume.tierOf(deciding);
                yield List.of(new TierWalk(tier.upTo(), tier.price(), quantity));
            }
            case Price.Packaged packaged -> {
                long packages = packaged.packagesOf(quantity);
                yield packages == 0 ? List.of() : List.of(new TierWalk(Tier.OPEN, packaged.price(), packages));
            }
            case Price.AtMost atMost -> walk(atMost.price(), quantity, deciding);
        };
    }

    private static List<TierWalk> walk(List<Tier> tiers, long quantity) {
        List<TierWalk> walk = new ArrayList<>(tiers.size());
        long below = 0;
        for (Tier tier : tiers) {
            if (quantity <= below) {
                break;
            }
            walk.add(new TierWalk(tier.upTo(), tier.price(), Math.min(quantity, tier.upTo()) - below));
            below = tier.upTo();
        }
        return walk;
    }
}
