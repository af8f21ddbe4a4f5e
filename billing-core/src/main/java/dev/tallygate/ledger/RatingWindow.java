package dev.tallygate.ledger;

import dev.tallygate.customer.Stretch;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;

/** The time {@code [start, end)} of one billing period under one stretch of a subscription, and so under one plan version. */
public record RatingWindow(Instant start, Instant end, long planVersionId, Currency currency) {

    /** The windows of the period in order of time; none where no stretch touches it. */
    public static List<RatingWindow> of(BillingPeriod period, Collection<Stretch> stretches) {
        return stretches.stream()
                .filter(stretch -> stretch.touches(period.start(), period.end()))
                .map(stretch -> within(period, stretch))
                .sorted(Comparator.comparing(RatingWindow::start))
                .toList();
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    private static RatingWindow within(BillingPeriod period, Stretch stretch) {
        Instant start = stretch.start().isAfter(period.start()) ? stretch.start() : period.start();
        Instant end = stretch.ends().filter(ends -> ends.isBefore(period.end())).orElse(period.end());
        return new RatingWindow(start, end, stretch.planVersionId(), stretch.currency());
    }
}
