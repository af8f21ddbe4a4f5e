package dev.tallygate.reconciliation;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.payment.CarriedBook;
import dev.tallygate.payment.DeliveryDesk;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.PaymentBook;
import dev.tallygate.payment.PaymentProviders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class ReconciliationConfiguration {

    @Bean
    public UsageComparison usageComparison(
            VerifiablePeriods verifiable,
            DuePeriods due,
            PeriodVerifier verifier,
            PeriodRepository periods,
            CustomerRegistry customers,
            ParkedBook parked) {
        return new UsageComparison(verifiable, due, verifier, periods, customers, parked);
    }

    @Bean
    public InvoiceComparison invoiceComparison(
            InvoiceReader reader,
            PaymentProviders providers,
            DeliveryHolds holds,
            ParkedBook parked,
            Installation installation) {
        return new InvoiceComparison(reader, providers, holds, new WaitingForPeople(parked), installation);
    }

    @Bean
    InvoiceReader invoiceReader(
            InvoiceBook invoices,
            PaymentBook payments,
            CarriedBook carried,
            DeliveryDesk deliveries,
            CustomerRegistry customers) {
        return new InvoiceReader(invoices, payments, carried, deliveries, customers);
    }
}
