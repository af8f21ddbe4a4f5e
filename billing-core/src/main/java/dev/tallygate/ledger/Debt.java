package dev.tallygate.ledger;

import dev.tallygate.catalog.OverdueTerms;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate knows of its customer's unpaid invoices: enough to deny by. Facts only, which no passing of time changes; what
 * follows from them is the plan's.
 *
 * @param unpaid the one that is due first; null = none has a time at which it is due
 * @param allowedUntil a person lets the customer go on until then; null = nobody ever did
 */
public record Debt(@Nullable Unpaid unpaid, @Nullable Instant allowedUntil) {

    public static final Debt NONE = new Debt(null, null);

    /**
     * An invoice that waits for its money.
     *
     * @param dueTime from here on it is overdue
     * @param payUrl where the customer pays; null = the provider has no such page
     */
    public record Unpaid(
            String invoiceId, Instant dueTime, @Nullable String payUrl) {}

    /** The invoice that is overdue for longest. */
    public Optional<Unpaid> overdueAt(Instant now) {
        return unpaid == null || unpaid.dueTime().isAfter(now) ? Optional.empty() : Optional.of(unpaid);
    }

    /** From when on checks are denied for it, if these terms hold; empty = never. */
    public Optional<Instant> denyTime(OverdueTerms terms) {
        return unpaid == null
                ? Optional.empty()
                : terms.denyTime(unpaid.dueTime())
                        .map(time -> allowedUntil != null && allowedUntil.isAfter(time) ? allowedUntil : time);
    }

    /** The same unpaid invoices, with leave to go on until then. */
    public Debt allowedUntil(Instant until) {
        return new Debt(unpaid, until);
    }

    /** The same leave, with other unpaid invoices. */
    public Debt withUnpaid(@Nullable Unpaid other) {
        return new Debt(other, allowedUntil);
    }
}
