package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee.Stretch;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The minimums of a period's usage charges: prorated by microseconds over the whole calendar period, rounded once, and topped up
 * from what the charge's lines come to.
 */
public final class Minimum {

    /** Of the line that tops a charge up: no model or group is called so, since it has a space. */
    public static final String KEY = "to the minimum";

    /** What is missing to one charge's minimum, at least 0, in the last window that has the charge. */
    public record Line(RatingKey ratingKey, long planVersionId, Money minimum, Money amount) {}

    /** A charge's last stretch, and the sum of minimum × microseconds of all of them. */
    private record Sum(Stretch last, BigDecimal minimumMicros) {}

    private Minimum() {}

    /**
     * A line for each charge that has a minimum somewhere in the period, also where nothing is missing.
     *
     * @param stretches in order of time
     * @param charged what each charge's rounded lines of the period come to, by its id; absent = 0
     */
    public static List<Line> linesOf(BillingPeriod period, List<Stretch> stretches, Map<String, Money> charged) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (Stretch stretch : stretches) {
            BigDecimal micros = BigDecimal.valueOf(UtcTimes.microsBetween(stretch.start(), stretch.end()));
            for (UsageCharge charge : stretch.version().plan().usageCharges()) {
                Sum sum = new Sum(stretch, charge.minimum().multiply(micros));
                sums.merge(
                        charge.id(),
                        sum,
                        (before, more) ->
                                new Sum(more.last(), before.minimumMicros().add(more.minimumMicros())));
            }
        }
        List<Line> lines = new ArrayList<>();
        sums.forEach((chargeId, sum) -> {
            if (sum.minimumMicros().signum() > 0) {
                lines.add(line(period, chargeId, sum, charged));
            }
        });
        return lines;
    }

    private static Line line(BillingPeriod period, String chargeId, Sum sum, Map<String, Money> charged) {
        BigDecimal micros = BigDecimal.valueOf(UtcTimes.microsBetween(period.start(), period.end()));
        var currency = sum.last().version().plan().currency();
        Money minimum =
                Money.rounded(sum.minimumMicros().divide(micros, Amounts.PLACES, RoundingMode.HALF_EVEN), currency);
        Money missing = minimum.minus(charged.getOrDefault(chargeId, Money.zero(currency)));
        return new Line(
                new RatingKey(sum.last().start(), chargeId, KEY),
                sum.last().version().planVersionId(),
                minimum,
                missing.isNegative() ? Money.zero(currency) : missing);
    }
}
