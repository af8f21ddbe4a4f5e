package dev.tallygate.batch.delivering;

import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.notification.Notifier;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.HourComparison;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.InvoicePlanner;
import dev.tallygate.payment.PaymentProviders;
import dev.tallygate.payment.PaymentReconciler;
import dev.tallygate.payment.PaymentSettler;
import dev.tallygate.payment.UsageReporter;
import java.time.Clock;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class DeliveringConfiguration {

    @Bean
    public DeliverJob deliverJob(
            JobRepository repository,
            UsageReports usage,
            InvoicePlanner planner,
            InvoiceDelivery delivery,
            PaymentProviders providers,
            DeliveryHolds holds,
            Clock clock) {
        return new DeliverJob(repository, usage, planner, delivery, providers, holds, clock);
    }

    @Bean
    UsageReports usageReports(JobRepository repository, UsageReporter reporter, HourComparison comparison) {
        return new UsageReports(repository, reporter, comparison);
    }

    @Bean
    public ReconcileJob reconcileJob(
            JobRepository repository,
            InvoiceDelivery delivery,
            MissedEvents missed,
            PaymentReconciler reconciler,
            Adoption adoption,
            InvoiceBook invoices,
            Clock clock) {
        return new ReconcileJob(repository, delivery, missed, reconciler, adoption, invoices, clock);
    }

    @Bean
    MissedEvents missedEvents(EventCatchUp catchUp, PaymentSettler settler) {
        return new MissedEvents(catchUp, settler);
    }

    @Bean
    public NotifyJob notifyJob(JobRepository repository, Notifier notifier, Clock clock) {
        return new NotifyJob(repository, notifier, clock);
    }
}
