package dev.tallygate.rating;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The flat charges of a period: prorated by microseconds over the whole calendar period, rounded cumulatively. */
public final class FlatFee {

    /** The stretch {@code [start, end)} of a period in which a plan version holds. */
    public record Stretch(Instant start, Instant end, PlanVersion version) {}

    /**
     * One fee in one window. {@code unrounded} (12 places) and {@code amount} are differences of sums over the fee's windows so
     * far, so the lines of one fee add up to the fee rounded once.
     */
    public record Line(RatingKey ratingKey, long planVersionId, BigDecimal unrounded, Money amount) {}

    private FlatFee() {}

    /** The lines of all flat charges, by stretch (in order of time) and then in plan order; a fee of 0 has lines of 0. */
    public static List<Line> linesOf(BillingPeriod period, List<Stretch> stretches) {
        if (stretches.isEmpty()) {
            return List.of();
        }
        throw new UnsupportedOperationException("not yet" + period);
    }
}
