package dev.tallygate.invoice;

import dev.tallygate.invoice.InvoicedRepository.PeriodInvoices;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.money.Money;
import dev.tallygate.rating.PeriodUsage;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** What was read for the periods of one chunk, in one statement each. */
record BillingRows(
        Map<PeriodKey, PeriodLedger> ledgers,
        Map<PeriodKey, PeriodUsage> usage,
        Map<PeriodKey, List<InvoicedKey>> invoicedKeys,
        Map<PeriodKey, PeriodInvoices> periodInvoices,
        Map<Long, Map<Currency, Money>> balances) {}
