package dev.tallygate.payment;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.operation.Installation;
import dev.tallygate.usage.UsageFeed;
import dev.tallygate.usage.UsageReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans about usage that a provider rates. */
@Configuration(proxyBeanMethods = false)
class RatedConfiguration {

    @Bean
    UsageHourRepository usageHourRepository(JdbcClient jdbc) {
        return new UsageHourRepository(jdbc);
    }

    @Bean
    UsageHours usageHours(
            UsageHourRepository hours,
            UsageReader events,
            UsageFeed feed,
            PlanCatalog plans,
            Transactions transactions) {
        return new UsageHours(hours, events, feed, plans, transactions);
    }

    @Bean
    RatedCalls ratedCalls(
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            PlanCatalog plans,
            SubscriptionBook subscriptions,
            Installation installation) {
        return new RatedCalls(hours, deliveries, plans, subscriptions, installation);
    }

    @Bean
    InvoiceSteps invoiceSteps(
            InvoiceBook invoices,
            CustomerRegistry customers,
            UsageHourRepository rated,
            UsageHours hours,
            CarriedBook carried) {
        return new InvoiceSteps(invoices, customers, rated, hours, carried);
    }

    @Bean
    RatedStretches ratedStretches(PlanCatalog plans, SubscriptionBook subscriptions) {
        return new RatedStretches(plans, subscriptions);
    }

    @Bean
    ShadowComparison shadowComparison(
            CarriedBook carried,
            UsageHours hours,
            PlanCatalog plans,
            RatedStretches stretches,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            Transactions transactions) {
        return new ShadowComparison(carried, hours, plans, stretches, deliveries, writer, transactions);
    }

    @Bean
    ReportWriter reportWriter(
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            Transactions transactions,
            Installation installation) {
        return new ReportWriter(hours, deliveries, writer, transactions, installation);
    }

    @Bean
    UsageReporter usageReporter(
            RatedStretches stretches,
            UsageHours hours,
            ReportWriter reports,
            CustomerRegistry customers,
            PaymentProviders providers) {
        return new UsageReporter(stretches, hours, reports, customers, providers);
    }

    @Bean
    RatedParking ratedParking(DeliveryWriter writer, DeliveryParking parking) {
        return new RatedParking(writer, parking);
    }

    @Bean
    EventEffects eventEffects(
            InvoiceSettlement settlement,
            UsageHourRepository hours,
            ReportWriter reports,
            RatedParking parking,
            CustomerRegistry customers,
            Transactions transactions) {
        return new EventEffects(settlement, new UsageRejections(hours, reports, parking, customers, transactions));
    }

    @Bean
    HourComparison hourComparison(
            RatedStretches stretches,
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            RatedParking parking,
            CustomerRegistry customers,
            PaymentProviders providers,
            Transactions transactions) {
        return new HourComparison(stretches, hours, deliveries, parking, customers, providers, transactions);
    }
}
