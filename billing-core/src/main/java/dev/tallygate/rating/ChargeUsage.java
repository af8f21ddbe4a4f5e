package dev.tallygate.rating;

import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.Charge.PricedKey;
import dev.tallygate.catalog.Charge.UsageCharge;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One charge's usage so far, folded to its keys; where it has an allowance by model too, in whose order that is consumed. */
final class ChargeUsage {

    private record Share(KeyUsage key, long quantity) {}

    private final UsageCharge charge;
    private final @Nullable ChargeUsage whole;
    private final TreeMap<String, KeyUsage> keys = new TreeMap<>();
    private final TreeMap<String, Share> models = new TreeMap<>();
    private long quantity;

    /** {@code whole}: the charge over the whole period, where this is a part of it. */
    ChargeUsage(UsageCharge charge, @Nullable ChargeUsage whole) {
        this.charge = charge;
        this.whole = whole;
    }

    UsageCharge charge() {
        return charge;
    }

    Collection<KeyUsage> keys() {
        return keys.values();
    }

    @Nullable
    KeyUsage key(String key) {
        return keys.get(key);
    }

    KeyUsage keyOf(PricedKey pricedKey) {
        return keys.computeIfAbsent(
                pricedKey.key(), key -> new KeyUsage(charge, pricedKey, whole == null ? null : whole.keyOf(pricedKey)));
    }

    /** What was shared: the quantity over all models of a charge with an allowance. */
    long quantity() {
        return quantity;
    }

    /** Remembers whose units they are; a pooled key needs no order of models. */
    void share(KeyUsage key, String modelId, long added) {
        quantity = Math.addExact(quantity, added);
        String whose = charge.isPooled() ? Charge.POOLED : modelId;
        models.merge(whose, new Share(key, added), ChargeUsage::together);
    }

    /** Prices each key after the first {@code included} units, in the order of models, and answers by how much A changed. */
    BigDecimal settle(long included) {
        Map<KeyUsage, Long> freeByKey = freeByKey(included);
        BigDecimal change = Amounts.ZERO;
        for (KeyUsage key : keys.values()) {
            change = change.add(key.settle(freeByKey.getOrDefault(key, 0L)));
        }
        return change;
    }

    private Map<KeyUsage, Long> freeByKey(long included) {
        Map<KeyUsage, Long> freeByKey = new HashMap<>();
        long left = included;
        for (Share share : models.values()) {
            long free = Math.min(left, share.quantity());
            freeByKey.merge(share.key(), free, Math::addExact);
            left -= free;
        }
        return freeByKey;
    }

    private static Share together(Share before, Share added) {
        return new Share(before.key(), Math.addExact(before.quantity(), added.quantity()));
    }
}
