package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invoice without its lines. {@code amountPaid} is what the provider says it received; {@code planVersionId} is the
 * version of the period's last window.
 */
public record Invoice(
        InvoiceId id,
        BillingPeriod period,
        InvoiceStatus status,
        Money total,
        Money amountPaid,
        long planVersionId,
        Reference reference,
        Times times) {

    public long customerKey() {
        return id.customerKey();
    }

    /** What others call it: {@code number} is ours, the other two are the provider's, null until it has answered. */
    public record Reference(
            String provider,
            @Nullable String number,
            @Nullable String providerInvoiceId,
            @Nullable String providerNumber) {}

    /** When each status was reached; null = not yet, or never. */
    public record Times(
            Instant draftedTime,
            @Nullable Instant finalizedTime,
            @Nullable Instant paidTime,
            @Nullable Instant voidedTime) {}
}
