package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which calls an invoice needs: the provider's own, or where the provider has rated its period, one that compares. */
final class InvoiceSteps {
    private static final List<PlannedCall> COMPARED = List.of(new PlannedCall(CallKind.COMPARE_INVOICE, 0));
    private static final List<PlannedCall> NOTED = List.of(new PlannedCall(CallKind.CREATE_CREDIT_NOTE, 0));

    private final InvoiceBook invoices;
    private final CustomerRegistry customers;
    private final UsageHourRepository rated;
    private final UsageHours hours;
    private final CarriedBook carried;

    InvoiceSteps(
            InvoiceBook invoices,
            CustomerRegistry customers,
            UsageHourRepository rated,
            UsageHours hours,
            CarriedBook carried) {
        this.invoices = invoices;
        this.customers = customers;
        this.rated = rated;
        this.hours = hours;
        this.carried = carried;
    }

    Optional<Invoice> find(String invoiceId) {
        return invoices.find(invoiceId);
    }

    Invoice require(InvoiceId id) {
        return invoices.require(id.toString());
    }

    Customer customer(Invoice invoice) {
        return CallReader.customer(customers, invoice.customerKey());
    }

    /** The invoice that this one is to be a credit note of; empty = it is none, or its provider makes none. */
    Optional<Invoice> credited(Invoice invoice, PaymentProvider provider) {
        boolean isNote = invoice.isCreditNote() && provider.makesCreditNotes();
        return isNote
                ? invoices.adjusted(invoice)
                        .filter(original -> original.reference().provider().equals(provider.name()))
                        .filter(original -> original.total()
                                .currency()
                                .equals(invoice.total().currency()))
                : Optional.empty();
    }

    /** Also settles what of it, and of earlier ones, the provider is asked to collect. */
    List<PlannedCall> plan(Invoice invoice, PaymentProvider provider, Instant now) {
        if (isRatedThere(invoice, provider)) {
            return COMPARED;
        }
        if (credited(invoice, provider).isPresent()) {
            return NOTED;
        }
        if (!invoice.total().isNegative()) {
            carried.plan(invoice, provider, now);
        }
        return asInvoice(invoice, provider);
    }

    /** The steps that make it an invoice there, whatever its total. */
    List<PlannedCall> asInvoice(Invoice invoice, PaymentProvider provider) {
        return provider.planInvoice(
                ProviderLines.of(invoice, invoices.lines(invoice.id()), carried.of(invoice.id()), provider.lineRules())
                        .size());
    }

    /** Where nothing of the period was to be told to the provider, all of it came too late for that, and is ours. */
    private boolean isRatedThere(Invoice invoice, PaymentProvider provider) {
        if (invoice.id().kind() != InvoiceKind.PERIOD || provider.rating().isEmpty()) {
            return false;
        }
        Optional<Instant> first = rated.firstPeriodStart(invoice.customerKey(), invoice.planVersionId());
        if (first.filter(start -> !start.isAfter(invoice.period().start())).isEmpty()) {
            return false;
        }
        hours.count(invoice.customerKey(), first.get());
        return hours.total(invoice.customerKey(), invoice.planVersionId(), invoice.period()) != 0;
    }
}
