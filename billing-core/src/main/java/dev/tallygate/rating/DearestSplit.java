package dev.tallygate.rating;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Price;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.MeterName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The most that a whole can cost whose parts have unit prices: the dearest part first, up to its bound, then the next. Each
 * part alone could be the whole, but not all of them at once.
 */
final class DearestSplit {

    /** A charge on parts of the whole and its unit price for the model. */
    record PartCharge(UsageCharge charge, Price.PerUnit price) {}

    private record Part(BigDecimal rate, long most) {}

    private DearestSplit() {}

    /** Never below a real outcome; 12 places, with one unit of the last place for each key that is rounded anew. What is free is 0. */
    static BigDecimal of(String whole, List<PartCharge> charges, HeldQuantities held) {
        BigDecimal per = BigDecimal.ONE;
        for (PartCharge charge : charges) {
            per = per.multiply(BigDecimal.valueOf(charge.charge().per()));
        }
        List<Part> parts = new ArrayList<>();
        for (String meter : MeterName.partsOf(whole)) {
            parts.add(new Part(rateOf(meter, charges, per), held.mostOf(meter)));
        }
        parts.sort(Comparator.comparing(Part::rate).reversed());
        long left = held.mostOf(whole);
        BigDecimal numerator = BigDecimal.ZERO;
        for (Part part : parts) {
            long taken = Math.min(left, part.most());
            numerator = numerator.add(part.rate().multiply(BigDecimal.valueOf(taken)));
            left -= taken;
        }
        if (numerator.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return numerator
                .divide(per, Amounts.PLACES, RoundingMode.CEILING)
                .add(BigDecimal.valueOf(charges.size(), Amounts.PLACES));
    }

    /** What a unit of the part costs by all charges that count it, as a numerator over {@code per}. */
    private static BigDecimal rateOf(String meter, List<PartCharge> charges, BigDecimal per) {
        BigDecimal rate = BigDecimal.ZERO;
        for (PartCharge charge : charges) {
            if (charge.charge().meters().contains(meter)) {
                BigDecimal others = per.divideToIntegralValue(
                        BigDecimal.valueOf(charge.charge().per()));
                rate = rate.add(charge.price().price().multiply(others));
            }
        }
        return rate;
    }
}
