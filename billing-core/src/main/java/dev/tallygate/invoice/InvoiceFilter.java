package dev.tallygate.invoice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which invoices a list has; null = any. {@code periodStart} is that of the invoice's own period. */
public record InvoiceFilter(
        @Nullable Long customerKey,
        @Nullable InvoiceStatus status,
        @Nullable Instant periodStart) {
    public static final InvoiceFilter ALL = new InvoiceFilter(null, null, null);

    public static InvoiceFilter ofCustomer(long customerKey) {
        return new InvoiceFilter(customerKey, null, null);
    }

    public static InvoiceFilter ofStatus(InvoiceStatus status) {
        return new InvoiceFilter(null, status, null);
    }
}
