package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.operation.Installation;
import java.util.Optional;

/** Finds the invoice that a provider's object stands for: by its id there, else by our marks on it. */
final class InvoiceFinder {
    private final InvoiceBook invoices;
    private final PaymentBook payments;
    private final Installation installation;

    InvoiceFinder(InvoiceBook invoices, PaymentBook payments, Installation installation) {
        this.invoices = invoices;
        this.payments = payments;
        this.installation = installation;
    }

    /** Marks find it also while the answer to its creation is not recorded yet. */
    Optional<Invoice> find(String provider, InvoiceFacts facts) {
        return invoices.findByProviderId(provider, facts.providerInvoiceId())
                .or(() -> facts.marks()
                        .filter(marks -> marks.installationId().equals(installation.installationId()))
                        .flatMap(marks -> invoices.find(marks.invoiceId()))
                        .filter(invoice -> invoice.reference().provider().equals(provider)));
    }

    /** The invoice that money had come for, by its id at the provider, else by the payment. */
    Optional<InvoiceId> find(String provider, MoneyBack.Source source) {
        return source.providerInvoiceId()
                .flatMap(id -> invoices.findByProviderId(provider, id))
                .map(Invoice::id)
                .or(() -> source.paymentId().flatMap(payment -> payments.invoicePaidBy(provider, payment)));
    }

    /** It was made by a subscription that we made: what it says is compared with an invoice of ours, and then it is known. */
    boolean isRatedThere(InvoiceFacts facts) {
        return facts.marks()
                .filter(marks -> marks.invoiceId().isEmpty() && isOurs(marks.installationId()))
                .isPresent();
    }

    /** It carries another installation's marks: somebody else's invoice on the same account. */
    boolean isForeign(InvoiceFacts facts) {
        return facts.marks().filter(marks -> !isOurs(marks.installationId())).isPresent();
    }

    /** Whether marks with this installation are of ours. */
    boolean isOurs(String installationId) {
        return installationId.equals(installation.installationId());
    }
}
