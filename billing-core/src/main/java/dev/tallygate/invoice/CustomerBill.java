package dev.tallygate.invoice;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.operation.Parked;
import java.util.List;

/**
 * What billing one customer changes and answers.
 *
 * @param periods rows of {@code billing_periods} that changed
 * @param resolved names of what was parked and is not any more
 */
record CustomerBill(
        Gate gate,
        List<PeriodLedger> periods,
        List<DraftRepository.NewInvoice> invoices,
        List<Parked> parked,
        List<Parked.ParkedKey> resolved,
        List<BillOutcome> outcomes) {}
