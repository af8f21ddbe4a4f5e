package dev.tallygate.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * How a quantity becomes an amount: decimals for the {@code per} units of the charge, at least 0, 12 places at most. A new kind
 * is a new case here; the compiler then names each switch that has to know it (docs/how-to-add-a-price.md).
 */
public sealed interface Price {

    /** Of the {@link #terms}: the units in a package. */
    String PACKAGE_SIZE = "package.size";

    /** Of the {@link #terms}: what the charge comes to at most in a period, in major units. */
    String MAXIMUM = "maximum";

    /** What explanations of invoice lines call it. */
    String kind();

    /** Every figure of it by the field of a plan that says it, such as {@code graduated.up_to 100}, in order. */
    SequencedMap<String, String> terms();

    /** The tiers that come to the same where each prices the units that fall into it; none where no tiers do. */
    default List<Tier> graduatedTiers() {
        return List.of();
    }

    /** The tiers of which the one that the whole period's quantity falls into prices all units; none for other prices. */
    default List<Tier> volumeTiers() {
        return List.of();
    }

    /** True where one more unit can change what the units before it cost. */
    default boolean takesTierOfWholePeriod() {
        return !volumeTiers().isEmpty();
    }

    /** One rate for every unit. */
    record PerUnit(BigDecimal price) implements Price {

        public PerUnit {
            price = price.stripTrailingZeros();
        }

        @Override
        public String kind() {
            return "per_unit";
        }

        @Override
        public SequencedMap<String, String> terms() {
            return Price.terms("price", price.toPlainString());
        }

        @Override
        public List<Tier> graduatedTiers() {
            return List.of(new Tier(Tier.OPEN, price));
        }
    }

    /** Each tier prices the units that fall into it; bounds rise and the last tier is open. */
    record Graduated(List<Tier> tiers) implements Price {

        public Graduated {
            tiers = List.copyOf(tiers);
        }

        @Override
        public String kind() {
            return "graduated";
        }

        @Override
        public SequencedMap<String, String> terms() {
            return Price.terms(kind(), tiers);
        }

        @Override
        public List<Tier> graduatedTiers() {
            return tiers;
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
        public String kind() {
            return "volume";
        }

        @Override
        public SequencedMap<String, String> terms() {
            return Price.terms(kind(), tiers);
        }

        @Override
        public List<Tier> volumeTiers() {
            return tiers;
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

        @Override
        public String kind() {
            return "package";
        }

        @Override
        public SequencedMap<String, String> terms() {
            SequencedMap<String, String> terms = Price.terms(PACKAGE_SIZE, String.valueOf(size));
            terms.put("package.price", price.toPlainString());
            terms.put("package.counted", counted.name().toLowerCase(Locale.ROOT));
            return terms;
        }
    }

    /** Another price, and never more than {@code maximum} (major units) in a period. */
    record AtMost(Price price, BigDecimal maximum) implements Price {

        public AtMost {
            maximum = maximum.stripTrailingZeros();
        }

        @Override
        public String kind() {
            return price.kind();
        }

        @Override
        public SequencedMap<String, String> terms() {
            SequencedMap<String, String> terms = new LinkedHashMap<>(price.terms());
            terms.put(MAXIMUM, maximum.toPlainString());
            return terms;
        }

        @Override
        public List<Tier> volumeTiers() {
            return price.volumeTiers();
        }
    }

    private static SequencedMap<String, String> terms(String field, String figure) {
        SequencedMap<String, String> terms = new LinkedHashMap<>();
        terms.put(field, figure);
        return terms;
    }

    private static SequencedMap<String, String> terms(String kind, List<Tier> tiers) {
        SequencedMap<String, String> terms = new LinkedHashMap<>();
        for (Tier tier : tiers) {
            String bound = tier.isOpen() ? "beyond" : "up_to " + tier.upTo();
            terms.put(kind + "." + bound, tier.price().toPlainString());
        }
        return terms;
    }
}
