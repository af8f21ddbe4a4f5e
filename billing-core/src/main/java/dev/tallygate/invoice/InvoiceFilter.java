package dev.tallygate.invoice;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which invoices a list has.
 *
 * @param customerKey null = of all customers
 * @param statuses at least one
 * @param periodStart of the invoice's own period; null = any
 * @param dueBy those that were to be paid by then; null = any
 */
public record InvoiceFilter(
        @Nullable Long customerKey,
        Set<InvoiceStatus> statuses,
        @Nullable Instant periodStart,
        @Nullable Instant dueBy) {
    public static final InvoiceFilter ALL = new InvoiceFilter(null, EnumSet.allOf(InvoiceStatus.class), null, null);

    public InvoiceFilter {
        statuses = Set.copyOf(statuses);
    }

    public static InvoiceFilter ofCustomer(long customerKey) {
        return ALL.withCustomer(customerKey);
    }

    public static InvoiceFilter ofStatus(InvoiceStatus status) {
        return ALL.withStatus(status);
    }

    /** null = of all customers. */
    public InvoiceFilter withCustomer(@Nullable Long key) {
        return new InvoiceFilter(key, statuses, periodStart, dueBy);
    }

    /** null = any. */
    public InvoiceFilter withStatus(@Nullable InvoiceStatus status) {
        Set<InvoiceStatus> wanted = status == null ? EnumSet.allOf(InvoiceStatus.class) : Set.of(status);
        return new InvoiceFilter(customerKey, wanted, periodStart, dueBy);
    }

    /** null = any. */
    public InvoiceFilter withPeriod(@Nullable Instant start) {
        return new InvoiceFilter(customerKey, statuses, start, dueBy);
    }

    /** Of these those that wait for money which was to be there by now. */
    public InvoiceFilter overdueAt(Instant now) {
        Set<InvoiceStatus> wanted = EnumSet.of(InvoiceStatus.FINALIZED, InvoiceStatus.UNCOLLECTIBLE);
        wanted.retainAll(statuses);
        return new InvoiceFilter(customerKey, wanted, periodStart, now);
    }
}
