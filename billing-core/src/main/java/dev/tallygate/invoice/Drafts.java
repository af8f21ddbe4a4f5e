package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the drafter made of one customer.
 *
 * @param settled periods whose lines equal rounded amounts now, those that needed no line included
 * @param pending the sums of differences that wait for the next PERIOD invoice, by period
 */
record Drafts(List<DraftedInvoice> invoices, Set<BillingPeriod> settled, Map<BillingPeriod, Money> pending) {
    Drafts {
        invoices = List.copyOf(invoices);
        settled = Set.copyOf(settled);
        pending = Map.copyOf(pending);
    }
}
