package dev.tallygate.invoice;

import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Bills one customer as {@code bill} would, from one snapshot, and keeps nothing: no lock, no row. The same pure steps
 * decide, so that it shows what would be drafted and not something like it.
 */
public final class InvoicePreviewer {
    private final GateRepository gates;
    private final BillingFactsReader facts;
    private final BoundsReader bounds;
    private final PeriodVerifier.SubscribedPlans subscribed;
    private final Transactions transactions;

    InvoicePreviewer(
            GateRepository gates,
            BillingFactsReader facts,
            BoundsReader bounds,
            PeriodVerifier.SubscribedPlans subscribed,
            Transactions transactions) {
        this.gates = gates;
        this.facts = facts;
        this.bounds = bounds;
        this.subscribed = subscribed;
        this.transactions = transactions;
    }

    /**
     * The running period as it would be billed now: its end and grace are taken to be over, with nothing more used.
     *
     * @param now after the start of the customer's first period
     * @throws Rejected {@code SUBSCRIPTION_NOT_FOUND} where the customer has had no subscription by now
     */
    public InvoicePreview preview(long customerKey, Instant now) {
        return transactions.read(() -> previewSnapshot(customerKey, now));
    }

    private InvoicePreview previewSnapshot(long customerKey, Instant now) {
        SubscribedPeriods periods = subscribed.of(customerKey);
        BillingPeriod period = running(periods, now)
                .orElseThrow(() -> Rejected.field(
                        Reason.SUBSCRIPTION_NOT_FOUND,
                        "customer_id",
                        "no period that began by " + now,
                        "a customer with a subscription"));
        Instant closeTime = period.end().plus(periods.lastVersion(period).plan().grace());
        BillingMoment moment = new BillingMoment(period.end(), closeTime.isAfter(now) ? closeTime : now);
        NavigableMap<Long, Gate> gate = gates.read(List.of(customerKey));
        List<CustomerFacts> customer =
                facts.read(gate, List.of(new PeriodKey(customerKey, period.start())), moment.until());
        CustomerBill bill = CustomerBilling.bill(customer.getFirst(), moment, bounds.read(customer));
        return new InvoicePreview(period, now, bill.outcomes());
    }

    /** The one that now is in, or the last one before it. */
    private static Optional<BillingPeriod> running(SubscribedPeriods periods, Instant now) {
        BillingPeriod current = BillingPeriod.monthContaining(now);
        if (!periods.windows(current).isEmpty()) {
            return Optional.of(current);
        }
        NavigableSet<BillingPeriod> ended = new TreeSet<>(periods.endingBy(current.start()));
        return ended.isEmpty() ? Optional.empty() : Optional.of(ended.last());
    }
}
