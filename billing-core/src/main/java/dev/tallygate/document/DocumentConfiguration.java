package dev.tallygate.document;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFinalizedListener;
import dev.tallygate.notification.InvoiceNotices;
import dev.tallygate.notification.ReminderBook;
import dev.tallygate.overdue.PaymentDetails;
import dev.tallygate.payment.InvoiceMailSettings;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InvoiceMailSettings.class)
public class DocumentConfiguration {

    @Bean
    public InvoiceDocuments invoiceDocuments(InvoiceBook invoices, ObjectProvider<PaymentDetails> details) {
        return new InvoiceDocuments(invoices, details.stream().toList());
    }

    @Bean
    InvoiceFinalizedListener invoicePosting(
            InvoiceMailSettings settings, PlanCatalog plans, ReminderBook outbox, Clock clock) {
        return new InvoicePosting(settings, plans, outbox, clock);
    }

    @Bean
    InvoiceNotices invoiceMailing(InvoiceBook invoices, InvoiceDocuments documents) {
        return new InvoiceMailing(invoices, documents);
    }
}
