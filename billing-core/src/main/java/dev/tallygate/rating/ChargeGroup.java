package dev.tallygate.rating;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.util.List;

/** The charges that draw on one allowance, in plan order; or one charge alone, with nothing included. */
final class ChargeGroup {

    private final List<ChargeUsage> charges;
    private final long included;

    ChargeGroup(List<ChargeUsage> charges, long included) {
        this.charges = List.copyOf(charges);
        this.included = included;
    }

    void put(ChargeUsage charge, KeyUsage key, String modelId, long added) {
        key.put(added);
        if (included > 0) {
            charge.share(key, modelId, added);
        }
    }

    /** Takes the quantity of a key from its marks; it draws on an allowance under the key's own name. */
    void recount(ChargeUsage charge, KeyUsage key) {
        long added = key.recount();
        if (included > 0 && added != 0) {
            charge.share(key, key.key(), added);
        }
    }

    /** Prices what the addition to one key concerns: that key alone, or with an allowance all keys that share it. */
    BigDecimal settleAfter(KeyUsage key) {
        return included == 0 ? key.settle(0) : settle();
    }

    /** Prices all keys and answers by how much their A changed. */
    BigDecimal settle() {
        BigDecimal change = Amounts.ZERO;
        long left = included;
        for (ChargeUsage charge : charges) {
            change = change.add(charge.settle(left));
            left -= Math.min(left, charge.quantity());
        }
        return change;
    }

    /** What volume prices can come to at most after so much more of the key; the units of an allowance may move to any. */
    BigDecimal volumeAtMost(KeyUsage key, long added) {
        if (included == 0) {
            return key.volumeAtMost(added);
        }
        BigDecimal most = BigDecimal.ZERO;
        for (ChargeUsage charge : charges) {
            for (KeyUsage any : charge.keys()) {
                most = most.add(any.volumeAtMost(added));
            }
        }
        return most;
    }

    boolean isWithoutAllowance() {
        return included == 0;
    }

    boolean fits(long added) {
        return included == 0 || quantity() + added <= Quantities.TOTAL_MAX;
    }

    /** The quantity that draws on the allowance, what exceeds it included. */
    long quantity() {
        long quantity = 0;
        for (ChargeUsage charge : charges) {
            quantity = Math.addExact(quantity, charge.quantity());
        }
        return quantity;
    }
}
