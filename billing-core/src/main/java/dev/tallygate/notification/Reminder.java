package dev.tallygate.notification;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.notification.Crossing.Threshold;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that a customer is told once of an invoice that it has not paid: that so many days have passed since it was
 * due, or that a charge failed. In the outbox it stands in the columns of a crossing, the days as the percent.
 *
 * @param periodStart of the invoice's period
 * @param days whole days past due, or {@link OverdueTerms#CHARGE_FAILED}
 * @param total the invoice's, in major units
 */
public record Reminder(long customerKey, Instant periodStart, String invoiceId, int days, BigDecimal total) {

    /** With a space, so that no allowance's id begins like this. */
    private static final String PREFIX = "due ";

    /** What the row says; empty where it is about a limit. */
    public static Optional<Reminder> of(Crossing row) {
        Threshold threshold = row.threshold();
        return threshold.limitKey().startsWith(PREFIX)
                ? Optional.of(new Reminder(
                        row.customerKey(),
                        row.periodStart(),
                        threshold.limitKey().substring(PREFIX.length()),
                        threshold.percent(),
                        threshold.limitAmount()))
                : Optional.empty();
    }

    Crossing toRow(BigDecimal owed, Instant time) {
        return new Crossing(customerKey, periodStart, new Threshold(PREFIX + invoiceId, days, total), owed, 0, time);
    }

    public boolean isOfFailedCharge() {
        return days == OverdueTerms.CHARGE_FAILED;
    }

    /** {@code inv_7_20261101_P1:3}: unique within its customer. */
    String name() {
        return invoiceId + ":" + (isOfFailedCharge() ? "charge_failed" : String.valueOf(days));
    }

    /** For operators. */
    String about() {
        return isOfFailedCharge()
                ? "a charge of %s that failed".formatted(invoiceId)
                : "%s, unpaid %d days after it was due".formatted(invoiceId, days);
    }
}
