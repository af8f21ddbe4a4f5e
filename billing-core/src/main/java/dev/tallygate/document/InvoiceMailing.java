package dev.tallygate.document;

import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.mail.Attachment;
import dev.tallygate.notification.InvoiceNotice;
import dev.tallygate.notification.InvoiceNotices;
import java.util.List;

/** The mail of a new invoice or credit note: a letter, and the document as PDF. */
final class InvoiceMailing implements InvoiceNotices {
    private final InvoiceBook invoices;
    private final InvoiceDocuments documents;

    InvoiceMailing(InvoiceBook invoices, InvoiceDocuments documents) {
        this.invoices = invoices;
        this.documents = documents;
    }

    @Override
    public boolean isMoot(InvoiceNotice notice) {
        return invoices.require(notice.invoiceId()).status() == InvoiceStatus.VOID;
    }

    @Override
    public Content content(InvoiceNotice notice, Customer customer) {
        Invoice invoice = invoices.require(notice.invoiceId());
        Document document = documents.document(invoice);
        byte[] pdf = PdfPrinter.pdf(new DocumentHtml(document).html());
        Attachment file = new Attachment(documents.fileName(invoice) + ".pdf", "application/pdf", pdf);
        return new Content(new InvoiceLetter(document).letter(), List.of(file));
    }
}
