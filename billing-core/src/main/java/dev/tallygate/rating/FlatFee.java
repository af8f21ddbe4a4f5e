package dev.tallygate.rating;

import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.Charge.FlatCharge;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flat charges of a period: prorated by microseconds over the whole calendar period, rounded cumulatively. */
public final class FlatFee {

    /** The stretch {@code [start, end)} of a period in which a plan version holds; its start is the rating window's. */
    public record Stretch(Instant start, Instant end, PlanVersion version) {}

    /**
     * One fee in one window. {@code unrounded} (12 places) and {@code amount} are differences of sums over the fee's windows so
     * far, so the lines of one fee add up to the fee rounded once.
     */
    public record Line(RatingKey ratingKey, long planVersionId, BigDecimal unrounded, Money amount) {}

    private final BillingPeriod period;
    /** By charge: the sum of amount × microseconds of the windows so far. */
    private final Map<String, BigDecimal> sums = new HashMap<>();

    private FlatFee(BillingPeriod period) {
        this.period = period;
    }

    /** The lines of all flat charges, by stretch (in order of time) and then in plan order; a fee of 0 has lines of 0. */
    public static List<Line> linesOf(BillingPeriod period, List<Stretch> stretches) {
        FlatFee fees = new FlatFee(period);
        List<Line> lines = new ArrayList<>();
        for (Stretch stretch : stretches) {
            for (FlatCharge charge : stretch.version().plan().flatCharges()) {
                lines.add(fees.next(stretch, charge));
            }
        }
        return lines;
    }

    private Line next(Stretch stretch, FlatCharge charge) {
        if (stretch.start().isBefore(period.start()) || stretch.end().isAfter(period.end())) {
            throw new IllegalArgumentException("stretch: " + stretch.start() + " to " + stretch.end()
                    + " (expected: within " + period.start() + " to " + period.end() + ")");
        }
        BigDecimal micros = BigDecimal.valueOf(UtcTimes.microsBetween(stretch.start(), stretch.end()));
        BigDecimal sumBefore = sums.getOrDefault(charge.id(), BigDecimal.ZERO);
        BigDecimal sum = sums.merge(charge.id(), charge.amount().multiply(micros), BigDecimal::add);
        BigDecimal before = ofPeriod(sumBefore);
        BigDecimal through = ofPeriod(sum);
        var currency = stretch.version().plan().currency();
        return new Line(
                new RatingKey(stretch.start(), charge.id(), Charge.POOLED),
                stretch.version().planVersionId(),
                through.subtract(before),
                Money.rounded(through, currency).minus(Money.rounded(before, currency)));
    }

    private BigDecimal ofPeriod(BigDecimal sum) {
        BigDecimal periodMicros = BigDecimal.valueOf(UtcTimes.microsBetween(period.start(), period.end()));
        return sum.divide(periodMicros, Amounts.PLACES, RoundingMode.HALF_EVEN);
    }
}
