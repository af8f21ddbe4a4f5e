package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.PricedKey;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Price;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.List;

/** One rating key's quantity so far, how much of it is free, and its A. */
final class KeyUsage {

    private final long per;
    private final PricedKey pricedKey;
    private long quantity;
    private long free;
    private BigDecimal amount = Amounts.ZERO;

    KeyUsage(UsageCharge charge, PricedKey pricedKey) {
        this.per = charge.per();
        this.pricedKey = pricedKey;
    }

    void put(long added) {
        quantity = Math.addExact(quantity, added);
    }

    /** Prices what is not free and answers by how much A changed. */
    BigDecimal settle(long freeUnits) {
        free = freeUnits;
        BigDecimal before = amount;
        amount = Amounts.of(pricedKey.price(), per, quantity - free);
        return amount.subtract(before);
    }

    boolean fits(long added) {
        return quantity + added <= Quantities.TOTAL_MAX;
    }

    String key() {
        return pricedKey.key();
    }

    Price price() {
        return pricedKey.price();
    }

    long quantity() {
        return quantity;
    }

    long free() {
        return free;
    }

    BigDecimal amount() {
        return amount;
    }

    List<TierWalk> walk() {
        return Amounts.walk(pricedKey.price(), quantity - free);
    }
}
