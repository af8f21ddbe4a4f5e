package dev.tallygate.batch;

import dev.tallygate.access.AccessConfiguration;
import dev.tallygate.batch.cli.Ending;
import dev.tallygate.batch.delivering.DeliveringConfiguration;
import dev.tallygate.batch.job.JobConfiguration;
import dev.tallygate.batch.margin.MarginConfiguration;
import dev.tallygate.batch.reconciling.ReconcilingConfiguration;
import dev.tallygate.batch.schedule.ScheduleConfiguration;
import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.customer.CustomerConfiguration;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.document.DocumentConfiguration;
import dev.tallygate.invoice.InvoiceConfiguration;
import dev.tallygate.ledger.LedgerConfiguration;
import dev.tallygate.mail.MailConfiguration;
import dev.tallygate.manual.ManualConfiguration;
import dev.tallygate.modelcost.ModelCostConfiguration;
import dev.tallygate.month.MonthConfiguration;
import dev.tallygate.notification.NotificationConfiguration;
import dev.tallygate.operation.OperationConfiguration;
import dev.tallygate.overdue.OverdueConfiguration;
import dev.tallygate.payment.PaymentConfiguration;
import dev.tallygate.paystack.PaystackConfiguration;
import dev.tallygate.quota.QuotaConfiguration;
import dev.tallygate.reconciliation.ReconciliationConfiguration;
import dev.tallygate.reservation.ReservationConfiguration;
import dev.tallygate.stripe.StripeConfiguration;
import dev.tallygate.usage.UsageConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Every bean that a command or a job may ask for; each is made when it is asked for, nothing is searched for. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    OperationConfiguration.class,
    AccessConfiguration.class,
    CatalogConfiguration.class,
    CustomerConfiguration.class,
    LedgerConfiguration.class,
    MailConfiguration.class,
    NotificationConfiguration.class,
    PaymentConfiguration.class,
    ManualConfiguration.class,
    QuotaConfiguration.class,
    StripeConfiguration.class,
    PaystackConfiguration.class,
    ReservationConfiguration.class,
    UsageConfiguration.class,
    InvoiceConfiguration.class,
    MonthConfiguration.class,
    DocumentConfiguration.class,
    OverdueConfiguration.class,
    ModelCostConfiguration.class,
    JobConfiguration.class,
    DeliveringConfiguration.class,
    ReconciliationConfiguration.class,
    MarginConfiguration.class,
    ReconcilingConfiguration.class,
    ScheduleConfiguration.class
})
public class BatchConfiguration {
    /** One command runs in one start: what it is at is finished before core closes. */
    @Bean
    public Ending ending() {
        return new Ending();
    }
}
