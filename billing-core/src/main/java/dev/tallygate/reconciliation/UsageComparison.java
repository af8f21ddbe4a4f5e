package dev.tallygate.reconciliation;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillingMoment;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.reconciliation.Difference.Standing;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares events with totals and costs, and amounts with the lines that invoice them, customer by customer. */
public final class UsageComparison {
    private static final String CHANGED = "rows were changed by something else than Tallygate: compare with a backup";

    private final VerifiablePeriods verifiable;
    private final DuePeriods due;
    private final PeriodVerifier verifier;
    private final PeriodRepository periods;
    private final CustomerRegistry customers;
    private final ParkedBook parked;

    UsageComparison(
            VerifiablePeriods verifiable,
            DuePeriods due,
            PeriodVerifier verifier,
            PeriodRepository periods,
            CustomerRegistry customers,
            ParkedBook parked) {
        this.verifiable = verifiable;
        this.due = due;
        this.verifier = verifier;
        this.periods = periods;
        this.customers = customers;
        this.parked = parked;
    }

    /** The highest customer key there is now. */
    public long customerKeyMax() {
        return due.customerKeyMax();
    }

    /** The customers of the fixed range that begins here who have the period, by usage or because they owe it. */
    public List<PeriodKey> ofRange(long firstCustomerKey, BillingPeriod period, Instant now) {
        TreeSet<PeriodKey> keys = new TreeSet<>(verifiable.ofRange(firstCustomerKey, period));
        keys.addAll(due.ofRange(firstCustomerKey, new BillingMoment(period.end(), now)));
        return only(period, keys);
    }

    /** The same of one customer. */
    public List<PeriodKey> of(long customerKey, BillingPeriod period, Instant now) {
        List<Long> one = List.of(customerKey);
        TreeSet<PeriodKey> keys = new TreeSet<>(verifiable.of(one, period));
        keys.addAll(due.of(one, new BillingMoment(period.end(), now)));
        return only(period, keys);
    }

    private static List<PeriodKey> only(BillingPeriod period, Collection<PeriodKey> keys) {
        return keys.stream()
                .filter(key -> key.periodStart().equals(period.start()))
                .toList();
    }

    /** What differs of each, by customer id; each is read as one picture. */
    public Map<String, List<Difference>> compare(List<PeriodKey> keys) {
        Map<PeriodKey, PeriodLedger> rows = periods.read(keys);
        Map<Long, Customer> byKey = customers.byKeys(
                keys.stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new)));
        Map<String, List<Difference>> differences = new LinkedHashMap<>();
        for (PeriodKey key : keys) {
            Customer customer = byKey.get(key.customerKey());
            String customerId = customer == null ? "customer " + key.customerKey() : customer.customerId();
            differences.put(customerId, compare(key, customerId, Optional.ofNullable(rows.get(key))));
        }
        return differences;
    }

    private List<Difference> compare(PeriodKey key, String customerId, Optional<PeriodLedger> row) {
        String month = BillingPeriod.monthContaining(key.periodStart()).label();
        List<Difference> differences = new ArrayList<>();
        if (row.filter(PeriodLedger::isClosed).isEmpty()) {
            differences.add(new Difference(
                    DifferenceKind.PERIOD_NOT_CLOSED,
                    Standing.OPEN,
                    new Difference.About(customerId, "", "", "", month),
                    new Difference.Figures("OPEN", "CLOSED", ""),
                    "no bill has closed it yet; it can be closed once its plan's grace has passed",
                    "./tallygate batch bill --period " + month));
        }
        Optional<Parked> waiting = parked.find(new Parked.ParkedKey(key.customerKey(), "period-" + month))
                .filter(entry -> entry.state() == Parked.State.OPEN);
        verifier.compare(key).forEach(finding -> differences.add(difference(finding, customerId, waiting)));
        return differences;
    }

    private static Difference difference(Finding finding, String customerId, Optional<Parked> waiting) {
        DifferenceKind kind = kind(finding.kind());
        return new Difference(
                kind,
                Standing.OPEN,
                new Difference.About(customerId, finding.invoiceId(), "", "", finding.what()),
                new Difference.Figures(
                        finding.figures().found(),
                        finding.figures().expected(),
                        finding.figures().unit()),
                cause(kind, waiting),
                mend(kind, finding, waiting));
    }

    private static DifferenceKind kind(Finding.Kind kind) {
        return switch (kind) {
            case TOTALS -> DifferenceKind.TOTALS_DIFFER;
            case COST -> DifferenceKind.COST_DIFFERS;
            case HOLDS -> DifferenceKind.HOLDS_DIFFER;
            case LINE -> DifferenceKind.LINE_DIFFERS;
            case LINES -> DifferenceKind.LINES_DIFFER;
            case PENDING -> DifferenceKind.LINES_PENDING;
            case INVOICE_TOTAL -> DifferenceKind.INVOICE_TOTAL_DIFFERS;
            case FINALIZED -> DifferenceKind.FINALIZED_CHANGED;
        };
    }

    private static String cause(DifferenceKind kind, Optional<Parked> waiting) {
        if (kind != DifferenceKind.LINES_PENDING) {
            return CHANGED;
        }
        return waiting.map(
                        entry -> entry.cause().reason() + ": " + entry.cause().detail())
                .orElse(
                        "usage came or was corrected after the invoice; the customer's next invoice has the difference");
    }

    /** An invoice that is withdrawn is drafted again from the rows. */
    private static String mend(DifferenceKind kind, Finding finding, Optional<Parked> waiting) {
        if (kind == DifferenceKind.LINES_PENDING) {
            return waiting.map(entry -> entry.cause().mend()).orElse("./tallygate batch bill");
        }
        return finding.invoiceId().isEmpty() ? "" : "./tallygate invoices void " + finding.invoiceId();
    }
}
