package dev.tallygate.batch.reconciling;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.reconciliation.InvoiceComparison;
import dev.tallygate.reconciliation.UsageComparison;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean of this package. */
@Configuration(proxyBeanMethods = false)
public class ReconcilingConfiguration {

    @Bean
    public PeriodReconcileJob periodReconcileJob(
            JobRepository repository, UsageComparison usage, InvoiceComparison invoices, CustomerRegistry customers) {
        return new PeriodReconcileJob(repository, usage, invoices, customers);
    }
}
