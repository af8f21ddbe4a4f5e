package dev.tallygate.catalog;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a quantity becomes an amount: decimals for the {@code per} units of the charge, at least 0, 12 places at most. A new kind
 * is a new case here; the compiler then names each switch that has to know it.
 */
public sealed interface Price {

    /** True where one more unit can change what the units before it cost: the tier is that of the whole period's quantity. */
    default boolean takesTierOfWholePeriod() {
        return false;
    }

    /** One rate for every unit. */
    record PerUnit(BigDecimal price) implements Price {

        public PerUnit {
            price = price.stripTrailingZeros();
        }
    }

    /** Each tier prices the units that fall into it; bounds rise and the last tier is open. */
    record Graduated(List<Tier> tiers) implements Price {

        public Graduated {
            tiers = List.copyOf(tiers);
        }
    }

    /** One tier prices every unit: the one that the quantity falls into, a bound included; the last is open. */
    record Volume(List<Tier> tiers) implements Price {

        public Volume {
            tiers = List.copyOf(tiers);
        }

        /** The tier of a quantity; of 0 the first one. */
        public Tier tierOf(long quantity) {
            return tiers.stream()
                    .filter(tier -> quantity <= tier.upTo())
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public boolean takesTierOfWholePeriod() {
            return true;
        }
    }

    /** Packages of {@code size} units at {@code price} each; the charge's {@code per} is 1. */
    record Packaged(long size, BigDecimal price, Counted counted) implements Price {

        /** Which packages cost something. */
        public enum Counted {
            /** Each that was begun: the quantity is rounded up. */
            BEGUN,
            /** Full ones only: what is left over is free. */
            COMPLETE
        }

        public Packaged {
            price = price.stripTrailingZeros();
        }

        /** How many packages the quantity is. */
        public long packagesOf(long quantity) {
            return switch (counted) {
                case BEGUN -> Math.ceilDiv(quantity, size);
                case COMPLETE -> Math.floorDiv(quantity, size);
            };
        }
    }

    /** Another price, and never more than {@code maximum} (major units) in a period. */
    record AtMost(Price price, BigDecimal maximum) implements Price {

        public AtMost {
            maximum = maximum.stripTrailingZeros();
        }

        @Override
        public boolean takesTierOfWholePeriod() {
            return price.takesTierOfWholePeriod();
        }
    }
}
