package dev.tallygate.document;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.overdue.PaymentDetails;
import java.util.List;

/** Writes the document of an invoice, a credit note or a draft, as it stands now. */
public final class InvoiceDocuments {
    private final InvoiceBook invoices;
    private final List<PaymentDetails> details;

    public InvoiceDocuments(InvoiceBook invoices, List<PaymentDetails> details) {
        this.invoices = invoices;
        this.details = List.copyOf(details);
    }

    /** One page of XHTML that needs nothing from elsewhere. */
    public String html(Invoice invoice) {
        return new DocumentHtml(document(invoice)).html();
    }

    /** The same page as PDF, A4, with its fonts in it. */
    public byte[] pdf(Invoice invoice) {
        return PdfPrinter.pdf(html(invoice));
    }

    /** What a file of it is called, without its ending: {@code INV-2026-000123}. */
    public String fileName(Invoice invoice) {
        return document(invoice).number().replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /** With all that it shows. */
    Document document(Invoice invoice) {
        String howToPay = details.stream()
                .filter(details -> details.provider().equals(invoice.reference().provider()))
                .map(PaymentDetails::text)
                .findFirst()
                .orElse("");
        return new Document(invoice, invoices.lines(invoice.id()), invoices.parties(invoice), howToPay);
    }
}
