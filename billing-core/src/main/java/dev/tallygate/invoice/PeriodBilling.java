package dev.tallygate.invoice;

import dev.tallygate.invoice.DraftRepository.NewInvoice;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.operation.ParkedBook;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes periods and drafts their invoices, a chunk of customers at a time: close, draft, lines and gates in one
 * transaction, so that an event is before it and in the invoice, or after it and late. Running it twice, or twice at once,
 * changes nothing: what is due is decided under the gates.
 */
public final class PeriodBilling {
    private final GateRepository gates;
    private final PeriodRepository periods;
    private final BillingFactsReader facts;
    private final BoundsReader bounds;
    private final DraftRepository drafts;
    private final ParkedBook parked;
    private final TransactionTemplate joining;
    private final TransactionTemplate rehearsing;

    PeriodBilling(
            GateRepository gates,
            PeriodRepository periods,
            BillingFactsReader facts,
            BoundsReader bounds,
            DraftRepository drafts,
            ParkedBook parked,
            PlatformTransactionManager transactions) {
        this.gates = gates;
        this.periods = periods;
        this.facts = facts;
        this.bounds = bounds;
        this.drafts = drafts;
        this.parked = parked;
        this.joining = new TransactionTemplate(transactions);
        this.rehearsing = new TransactionTemplate(transactions);
        rehearsing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Bills these periods, and what of the same customers comes before them or has news, in the caller's transaction or
     * in one of its own. Some 50 customers at most: their gates are held until the end.
     *
     * @return what came of each period that was looked at, by customer and period
     */
    public List<BillOutcome> bill(BillingMoment moment, Collection<PeriodKey> keys) {
        return joining.execute(status -> billUnderGates(moment, keys));
    }

    /** As {@link #bill} in a transaction of its own that is rolled back: what would be drafted, with nothing written. */
    public List<BillOutcome> rehearse(BillingMoment moment, Collection<PeriodKey> keys) {
        return rehearsing.execute(status -> {
            status.setRollbackOnly();
            return billUnderGates(moment, keys);
        });
    }

    private List<BillOutcome> billUnderGates(BillingMoment moment, Collection<PeriodKey> keys) {
        Set<Long> customerKeys =
                keys.stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new));
        NavigableMap<Long, Gate> locked = gates.lock(customerKeys);
        List<CustomerFacts> customers = facts.read(locked, keys, moment.until());
        BoundsCheck check = bounds.read(customers);
        List<CustomerBill> bills = customers.stream()
                .map(customer -> CustomerBilling.bill(customer, moment, check))
                .toList();
        write(bills, locked);
        return bills.stream().flatMap(bill -> bill.outcomes().stream()).toList();
    }

    private void write(List<CustomerBill> bills, NavigableMap<Long, Gate> before) {
        gates.save(bills.stream()
                .map(CustomerBill::gate)
                .filter(gate -> !gate.equals(before.get(gate.customerKey())))
                .toList());
        periods.save(bills.stream().flatMap(bill -> bill.periods().stream()).toList());
        List<NewInvoice> invoices =
                bills.stream().flatMap(bill -> bill.invoices().stream()).toList();
        drafts.insert(invoices);
        bills.stream().flatMap(bill -> bill.resolved().stream()).forEach(parked::resolve);
        bills.stream().flatMap(bill -> bill.parked().stream()).forEach(parked::park);
    }
}
