package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.PricedKey;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Price;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.MarkedUnits;
import dev.tallygate.meter.MeterMarks;
import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rating key's quantity so far, how much of it is free, and its A. */
final class KeyUsage {

    private final long per;
    private final PricedKey pricedKey;
    /** The same key over the whole period, whose quantity takes the tier of a volume price; null where this is it. */
    private final @Nullable KeyUsage whole;
    /** What decides the quantity where it is no sum; null where it is one. */
    private final @Nullable MarkedUnits marked;

    private final Aggregation aggregation;
    private long quantity;
    private long free;
    private BigDecimal amount = Amounts.ZERO;
    private @Nullable VolumeHold hold;

    KeyUsage(UsageCharge charge, PricedKey pricedKey, @Nullable KeyUsage whole) {
        this.per = charge.per();
        this.pricedKey = pricedKey;
        this.whole = whole;
        this.aggregation = charge.aggregation();
        this.marked = charge.isMarked() ? new MarkedUnits(charge.aggregation()) : null;
    }

    /** Adds marks; {@link #recount} tells what they come to. */
    void put(MeterMarks marks) {
        if (marked == null) {
            throw new IllegalStateException("key: " + key() + " (expected: a charge whose meter has marks)");
        }
        marked.add(marks);
    }

    /** Takes the quantity from the marks, of this key and of its whole, and answers by how much it changed. */
    long recount() {
        if (marked == null) {
            return 0;
        }
        long before = quantity;
        quantity = isSuperseded(marked) ? 0 : marked.quantity();
        return quantity - before;
    }

    /** Whether the latest of the whole period lies elsewhere: it is charged once, where it is. */
    private boolean isSuperseded(MarkedUnits units) {
        return aggregation == Aggregation.LATEST
                && whole != null
                && whole.marked != null
                && !whole.marked.last().equals(units.last());
    }

    void put(long added) {
        quantity = Math.addExact(quantity, added);
    }

    /** Prices what is not free and answers by how much A changed. */
    BigDecimal settle(long freeUnits) {
        free = freeUnits;
        BigDecimal before = amount;
        amount = hold == null
                ? Amounts.of(pricedKey.price(), per, charged(), deciding())
                : hold.highest(charged(), deciding());
        return amount.subtract(before);
    }

    /**
     * From now on A is the highest that what is held can bring it to, for a price that is not highest where most is used.
     *
     * @param start this key up to the start of the window
     * @param decidingLeast what the period's quantity is at least
     */
    void beginHold(@Nullable KeyUsage start, long decidingLeast) {
        if (pricedKey.price().takesTierOfWholePeriod()) {
            hold = new VolumeHold(
                    pricedKey.price(),
                    per,
                    start == null ? 0 : start.charged(),
                    start == null ? Amounts.ZERO : start.amount,
                    decidingLeast);
        }
    }

    /** What A can be at most after so much more, where the price takes the tier of the whole period; else 0. */
    BigDecimal volumeAtMost(long added) {
        return pricedKey.price().takesTierOfWholePeriod()
                ? CostBound.dearest(pricedKey.price(), per, Math.addExact(quantity, added))
                : BigDecimal.ZERO;
    }

    boolean fits(long added) {
        return quantity + added <= Quantities.TOTAL_MAX;
    }

    private long charged() {
        return quantity - free;
    }

    /** The quantity of the period that takes the tier. */
    long deciding() {
        return whole == null ? charged() : whole.charged();
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
        return Amounts.walk(pricedKey.price(), charged(), deciding());
    }
}
