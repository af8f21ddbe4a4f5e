package dev.tallygate.catalog;

import java.math.BigDecimal;

/** Units up to a bound, the bound included, and their rate. */
public record Tier(long upTo, BigDecimal price) {

    /** The bound of the last tier, which is open. */
    public static final long OPEN = Long.MAX_VALUE;

    public Tier {
        price = price.stripTrailingZeros();
    }

    public boolean isOpen() {
        return upTo == OPEN;
    }
}
