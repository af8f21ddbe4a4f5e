package dev.tallygate.notification;

import dev.tallygate.notification.Crossing.Threshold;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * That an invoice was finalized, of which its customer is told once. In the outbox it stands in the columns of a crossing.
 *
 * @param periodStart of the invoice's period
 * @param total the invoice's, in major units; below zero of a credit note
 */
public record InvoiceNotice(long customerKey, Instant periodStart, String invoiceId, BigDecimal total) {

    /** With a space, so that no allowance's id begins like this. */
    private static final String PREFIX = "new ";

    /** What the row says; empty where it is about something else. */
    static Optional<InvoiceNotice> of(Crossing row) {
        Threshold threshold = row.threshold();
        return threshold.limitKey().startsWith(PREFIX)
                ? Optional.of(new InvoiceNotice(
                        row.customerKey(),
                        row.periodStart(),
                        threshold.limitKey().substring(PREFIX.length()),
                        threshold.limitAmount()))
                : Optional.empty();
    }

    Crossing toRow(Instant time) {
        return new Crossing(customerKey, periodStart, new Threshold(PREFIX + invoiceId, 0, total), total, 0, time);
    }

    /** {@code inv_7_20261101_P1:new}: unique within its customer. */
    String name() {
        return invoiceId + ":new";
    }

    /** For operators. */
    String about() {
        return "%s, which is new".formatted(invoiceId);
    }
}
