package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.List;

/** An invoice as drafted: what is written, and what a dry run shows. The total is the sum of the lines (invariant 7). */
public record DraftedInvoice(
        InvoiceId id, BillingPeriod period, long planVersionId, Money total, List<InvoiceLine> lines) {
    public DraftedInvoice {
        lines = List.copyOf(lines);
    }
}
