package dev.tallygate.quota;

import dev.tallygate.catalog.Plan;
import dev.tallygate.ledger.Debt;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that should have been paid by now, and what follows under the plan that holds now.
 *
 * @param dueTime since when it is overdue
 * @param denyTime from then on checks and reservations are denied; null = never
 * @param payUrl where the customer pays it; null = nobody said
 */
public record Overdue(
        String invoiceId,
        Instant dueTime,
        @Nullable Instant denyTime,
        @Nullable String payUrl) {

    /** Empty where nothing is overdue. */
    public static Optional<Overdue> of(Debt debt, Plan plan, Instant now) {
        return debt.overdueAt(now).map(unpaid -> {
            Instant denyTime = debt.denyTime(plan.overdue()).orElse(null);
            return new Overdue(unpaid.invoiceId(), unpaid.dueTime(), denyTime, unpaid.payUrl());
        });
    }

    /** Whether it denies at this time. */
    public boolean deniesAt(Instant now) {
        return denyTime != null && !denyTime.isAfter(now);
    }

    public Optional<Instant> deniesFrom() {
        return Optional.ofNullable(denyTime);
    }

    public Optional<String> payPage() {
        return Optional.ofNullable(payUrl);
    }
}
