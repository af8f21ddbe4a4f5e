package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.operation.Installation;
import java.util.Optional;

/** Finds the invoice that a provider's object stands for: by its id there, else by our marks on it. */
final class InvoiceFinder {
    private final InvoiceBook invoices;
    private final Installation installation;

    InvoiceFinder(InvoiceBook invoices, Installation installation) {
        this.invoices = invoices;
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

    /** It carries another installation's marks: somebody else's invoice on the same account. */
    boolean isForeign(InvoiceFacts facts) {
        return facts.marks()
                .filter(marks -> !marks.installationId().equals(installation.installationId()))
                .isPresent();
    }
}
