package dev.tallygate.invoice;

import dev.tallygate.customer.Customer;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.time.BillingPeriod;
import java.util.List;
import java.util.NavigableSet;

/**
 * One customer under its gate, as billing sees it.
 *
 * @param candidates periods that may have to be closed or drafted, in order of time
 */
record CustomerFacts(
        Gate gate,
        Customer customer,
        SubscribedPeriods subscribed,
        CustomerStandings standings,
        NavigableSet<BillingPeriod> candidates,
        BillingRows rows) {

    long customerKey() {
        return gate.customerKey();
    }

    PeriodKey key(BillingPeriod period) {
        return new PeriodKey(gate.customerKey(), period.start());
    }

    PeriodUsage usage(BillingPeriod period) {
        PeriodUsage usage = rows.usage().get(key(period));
        return usage == null ? new PeriodUsage(period, List.of()) : usage;
    }

    List<InvoicedKey> invoicedKeys(PeriodLedger ledger) {
        return rows.invoicedKeys().getOrDefault(ledger.key(), List.of());
    }

    InvoicedRepository.PeriodInvoices invoices(PeriodLedger ledger) {
        return rows.periodInvoices().getOrDefault(ledger.key(), InvoicedRepository.PeriodInvoices.NONE);
    }
}
