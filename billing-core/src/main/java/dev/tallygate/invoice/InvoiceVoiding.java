package dev.tallygate.invoice;

import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Undoes an invoice for ever, so that all that it invoiced is due again. */
public final class InvoiceVoiding {
    private final InvoiceRepository invoices;
    private final InvoiceLineRepository lines;
    private final GateRepository gates;
    private final InvoicedPeriodRepository periods;
    private final List<InvoiceVoidedListener> listeners;

    public InvoiceVoiding(
            InvoiceRepository invoices,
            InvoiceLineRepository lines,
            GateRepository gates,
            InvoicedPeriodRepository periods,
            List<InvoiceVoidedListener> listeners) {
        this.invoices = invoices;
        this.lines = lines;
        this.gates = gates;
        this.periods = periods;
        this.listeners = List.copyOf(listeners);
    }

    /** Inside the caller's transaction, whose first statement it makes: the gate. */
    Invoice voidUnderGate(InvoiceId id, Instant time) {
        gates.lock(List.of(id.customerKey()));
        Invoice before = required(id);
        if (before.status() == InvoiceStatus.VOID) {
            return before;
        }
        if (!before.status().canBecome(InvoiceStatus.VOID) || !invoices.voided(id, time)) {
            throw Rejected.field(
                    Reason.INVOICE_STATE, "status", before.status(), "DRAFT, FINALIZED or UNCOLLECTIBLE, to be voided");
        }
        periods.invoiceAgain(id.customerKey(), touchedPeriods(before));
        listeners.forEach(listener -> listener.voided(before));
        return required(id);
    }

    private List<Instant> touchedPeriods(Invoice invoice) {
        List<Instant> starts = new ArrayList<>(lines.periodStarts(invoice.id()));
        starts.add(invoice.period().start());
        return starts;
    }

    private Invoice required(InvoiceId id) {
        return invoices.find(id)
                .orElseThrow(() -> new IllegalStateException(id + " was there before its gate was locked"));
    }
}
