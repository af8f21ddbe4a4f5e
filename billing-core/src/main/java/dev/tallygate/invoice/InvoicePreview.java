package dev.tallygate.invoice;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a bill would come to that closes the period with what is used now.
 *
 * @param period the running one; of a customer who left, the last that is not billed
 * @param asOfTime when it was asked for: usage that comes after it is missing
 * @param outcomes of the period and of earlier ones that are due or have news, in order of time
 */
public record InvoicePreview(BillingPeriod period, Instant asOfTime, List<BillOutcome> outcomes) {
    public InvoicePreview {
        outcomes = List.copyOf(outcomes);
    }

    /** The invoices that would be drafted, earlier periods' too. */
    public List<DraftedInvoice> invoices() {
        return outcomes.stream()
                .filter(BillOutcome.Drafted.class::isInstance)
                .flatMap(outcome -> ((BillOutcome.Drafted) outcome).invoices().stream())
                .toList();
    }

    /** The invoice of the period itself; empty where nothing is due for it, or a person would be asked first. */
    public Optional<DraftedInvoice> invoice() {
        return invoices().stream()
                .filter(invoice -> invoice.id().kind() == InvoiceKind.PERIOD)
                .filter(invoice -> invoice.period().equals(period))
                .findFirst();
    }

    /** What would wait for a person. */
    public List<BillOutcome.Parked> parked() {
        return outcomes.stream()
                .filter(BillOutcome.Parked.class::isInstance)
                .map(BillOutcome.Parked.class::cast)
                .toList();
    }

    /** Differences that would wait for a later invoice. */
    public List<BillOutcome.Pending> pending() {
        return outcomes.stream()
                .filter(BillOutcome.Pending.class::isInstance)
                .map(BillOutcome.Pending.class::cast)
                .toList();
    }
}
