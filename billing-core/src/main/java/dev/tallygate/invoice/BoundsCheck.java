package dev.tallygate.invoice;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.money.Money;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Holds drafts of one chunk of customers to the bounds; pure.
 *
 * @param lastTotals totals of living PERIOD invoices, of the periods before those that are billed
 * @param waivedSeqs what a person let through: rows up to this seq, by period
 */
record BoundsCheck(InvoiceBounds bounds, Map<PeriodKey, Money> lastTotals, Map<PeriodKey, Long> waivedSeqs) {
    static final BoundsCheck NONE = new BoundsCheck(InvoiceBounds.NONE, Map.of(), Map.of());

    /**
     * Why a person has to see this draft first; empty = nobody has to. Money that is only carried was seen before.
     *
     * @param together the customer's drafts of the same run, which the period before may be one of
     */
    Optional<String> objection(DraftedInvoice invoice, PeriodLedger ledger, Collection<DraftedInvoice> together) {
        Long waived = waivedSeqs.get(ledger.key());
        boolean isWaived = waived != null && ledger.figures().lastSeq() <= waived;
        boolean isCarryOnly = invoice.lines().stream().allMatch(InvoiceLine.Carry.class::isInstance);
        if (bounds.isNone() || isWaived || isCarryOnly) {
            return Optional.empty();
        }
        return bounds.objection(invoice, last(ledger, together));
    }

    private Optional<Money> last(PeriodLedger ledger, Collection<DraftedInvoice> together) {
        PeriodKey before =
                new PeriodKey(ledger.customerKey(), ledger.period().previous().start());
        return together.stream()
                .filter(other -> other.id().kind() == InvoiceKind.PERIOD)
                .filter(other -> other.period().start().equals(before.periodStart()))
                .map(DraftedInvoice::total)
                .findFirst()
                .or(() -> Optional.ofNullable(lastTotals.get(before)));
    }
}
