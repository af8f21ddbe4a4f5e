package dev.tallygate.invoice;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what the bounds of a chunk of customers are judged by; nothing where there are no bounds. */
final class BoundsReader {
    private final InvoiceBounds bounds;
    private final InvoicedRepository invoiced;
    private final ParkedBook parked;

    BoundsReader(InvoiceBounds bounds, InvoicedRepository invoiced, ParkedBook parked) {
        this.bounds = bounds;
        this.invoiced = invoiced;
        this.parked = parked;
    }

    BoundsCheck read(Collection<CustomerFacts> customers) {
        if (bounds.isNone()) {
            return BoundsCheck.NONE;
        }
        List<PeriodKey> before = new ArrayList<>();
        for (CustomerFacts customer : customers) {
            customer.candidates()
                    .forEach(period -> before.add(new PeriodKey(
                            customer.customerKey(), period.previous().start())));
        }
        return new BoundsCheck(bounds, invoiced.periodTotals(before), waivedSeqs(customers));
    }

    private Map<PeriodKey, Long> waivedSeqs(Collection<CustomerFacts> customers) {
        List<Long> keys = customers.stream().map(CustomerFacts::customerKey).toList();
        Map<PeriodKey, Long> seqs = new HashMap<>();
        for (Parked waived : parked.waived(keys, ParkedPeriod.OUT_OF_BOUNDS)) {
            ParkedPeriod.period(waived.key())
                    .ifPresent(period -> seqs.put(
                            new PeriodKey(waived.key().customerKey(), period.start()),
                            waived.cause().throughSeq()));
        }
        return seqs;
    }
}
