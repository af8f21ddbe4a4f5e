package dev.tallygate.catalog;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a quantity becomes an amount: decimals for the {@code per} units of the charge, at least 0, 12 places at most. A new kind
 * is a new case here; the compiler then names each switch that has to know it.
 */
public sealed interface Price {

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
}
