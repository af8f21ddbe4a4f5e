package dev.tallygate.invoice;

import dev.tallygate.database.Transactions;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of invoices. */
@Configuration(proxyBeanMethods = false)
public class InvoiceConfiguration {
    @Bean
    public InvoiceBook invoiceBook(
            JdbcClient jdbc, Transactions transactions, ObjectProvider<InvoiceVoidedListener> listeners) {
        InvoiceRepository invoices = new InvoiceRepository(jdbc);
        InvoiceLineRepository lines = new InvoiceLineRepository(jdbc);
        List<InvoiceVoidedListener> told = listeners.orderedStream().toList();
        InvoiceVoiding voiding = new InvoiceVoiding(invoices, lines, new InvoicedPeriodRepository(jdbc), told);
        return new InvoiceBook(invoices, lines, voiding, transactions);
    }
}
