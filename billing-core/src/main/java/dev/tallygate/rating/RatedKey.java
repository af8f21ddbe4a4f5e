package dev.tallygate.rating;

import dev.tallygate.catalog.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What a rating key costs in its window: A(up to the window's end) − A(up to its start), to 12 places, at {@code price}. {@code quantity} is the
 * window's, {@code allowanceUsed} the part of it that allowances made free (it may be negative where another model took free
 * units over), {@code tiers} the walk of the rest.
 */
public record RatedKey(
        RatingKey ratingKey,
        long planVersionId,
        Price price,
        long quantity,
        long allowanceUsed,
        List<TierWalk> tiers,
        BigDecimal amount) {

    public RatedKey {
        tiers = List.copyOf(tiers);
    }

    public Instant windowStart() {
        return ratingKey.windowStart();
    }

    public String chargeId() {
        return ratingKey.chargeId();
    }

    public String key() {
        return ratingKey.key();
    }

    /** True where the window has a quantity of the key, or the usage of others moved its amount. */
    boolean hasUsage() {
        return quantity != 0 || allowanceUsed != 0 || amount.signum() != 0;
    }
}
