package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invoice without its lines. {@code amountPaid} is what the provider says it received, {@code amountCredited} what
 * credit notes of ours took off what was owed; {@code planVersionId} is the version of the period's last window.
 */
public record Invoice(
        InvoiceId id,
        BillingPeriod period,
        InvoiceStatus status,
        Money total,
        Money amountPaid,
        Money amountCredited,
        long planVersionId,
        Reference reference,
        Times times,
        Due due) {

    public long customerKey() {
        return id.customerKey();
    }

    /** What others call it: {@code number} is ours, the other two are the provider's, null until it has answered. */
    public record Reference(
            String provider,
            @Nullable String number,
            @Nullable String providerInvoiceId,
            @Nullable String providerNumber) {}

    /** Whether it gives money back instead of asking for it. */
    public boolean isCreditNote() {
        return id.kind() == InvoiceKind.ADJUSTMENT && total.isNegative();
    }

    /** What is still to be paid of the total; of one that is closed, or a credit note, it is owed by nobody. */
    public Money owed() {
        return total.minus(amountCredited).minus(amountPaid);
    }

    /**
     * When and where it is to be paid, as its provider said last.
     *
     * @param dueTime unpaid from here on it is overdue; null = nobody said
     * @param chargeFailedTime when a charge failed for the first time, as far as we heard; null = none did
     * @param payUrl the provider's page for it; null = it has none
     */
    public record Due(
            @Nullable Instant dueTime,
            @Nullable Instant chargeFailedTime,
            @Nullable String payUrl) {
        public static final Due NONE = new Due(null, null, null);

        /** Whether it should have been paid by this time. */
        public boolean isPast(Instant now) {
            return dueTime != null && !dueTime.isAfter(now);
        }
    }

    /** When each status was reached; null = not yet, or never. */
    public record Times(
            Instant draftedTime,
            @Nullable Instant finalizedTime,
            @Nullable Instant paidTime,
            @Nullable Instant voidedTime) {}
}
