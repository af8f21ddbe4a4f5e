package dev.tallygate.document;

import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.overdue.PaymentDetails;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class DocumentConfiguration {

    @Bean
    public InvoiceDocuments invoiceDocuments(InvoiceBook invoices, ObjectProvider<PaymentDetails> details) {
        return new InvoiceDocuments(invoices, details.stream().toList());
    }
}
