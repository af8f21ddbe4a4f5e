package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.party.LegalEntities;
import dev.tallygate.reservation.HoldVerifier;
import dev.tallygate.usage.TotalsReader;
import dev.tallygate.usage.UsageReader;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The beans of invoices. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BillingSettings.class)
public class InvoiceConfiguration {
    @Bean
    public InvoiceBook invoiceBook(
            JdbcClient jdbc,
            GateRepository gates,
            Transactions transactions,
            InvoiceFinalizer finalizer,
            ObjectProvider<InvoiceVoidedListener> listeners) {
        InvoiceRepository invoices = new InvoiceRepository(jdbc);
        InvoiceLineRepository lines = new InvoiceLineRepository(jdbc);
        List<InvoiceVoidedListener> told = listeners.orderedStream().toList();
        InvoiceVoiding voiding = new InvoiceVoiding(invoices, lines, gates, new InvoicedPeriodRepository(jdbc), told);
        return new InvoiceBook(invoices, lines, finalizer, voiding, transactions);
    }

    @Bean
    InvoiceFinalizer invoiceFinalizer(
            JdbcClient jdbc,
            CustomerRegistry customers,
            LegalEntities sellers,
            ObjectProvider<InvoiceFinalizedListener> listeners) {
        return new InvoiceFinalizer(
                new InvoiceRepository(jdbc),
                new InvoiceLineRepository(jdbc),
                new FinalizedRepository(jdbc),
                customers,
                sellers,
                listeners.orderedStream().toList());
    }

    @Bean
    public DuePeriods duePeriods(JdbcClient jdbc, SubscriptionBook subscriptions, PlanCatalog plans) {
        return new DuePeriods(new DuePeriodRepository(jdbc), new InvoicedRepository(jdbc), subscriptions, plans);
    }

    @Bean
    BillingFactsReader billingFactsReader(
            JdbcClient jdbc,
            PeriodRepository periods,
            TotalsReader totals,
            CustomerRegistry customers,
            SubscriptionBook subscriptions,
            PlanCatalog plans) {
        DuePeriodRepository due = new DuePeriodRepository(jdbc);
        InvoicedRepository invoiced = new InvoicedRepository(jdbc);
        return new BillingFactsReader(due, periods, totals, invoiced, customers, subscriptions, plans);
    }

    @Bean
    PeriodBilling periodBilling(
            GateRepository gates,
            PeriodRepository periods,
            BillingFactsReader facts,
            BoundsReader bounds,
            JdbcTemplate jdbc,
            ParkedBook parked,
            PlatformTransactionManager transactions) {
        return new PeriodBilling(gates, periods, facts, bounds, new DraftRepository(jdbc), parked, transactions);
    }

    @Bean
    BoundsReader boundsReader(BillingSettings settings, JdbcClient jdbc, ParkedBook parked) {
        return new BoundsReader(settings.bounds(), new InvoicedRepository(jdbc), parked);
    }

    @Bean
    public PeriodMending periodMending(GateRepository gates, PeriodRepository periods) {
        return new PeriodMending(gates, periods);
    }

    @Bean
    public PeriodVerifier periodVerifier(
            GateRepository gates,
            PeriodRepository periods,
            UsageReader events,
            TotalsReader totals,
            PeriodVerifier.SubscribedPlans subscribed,
            PeriodVerifier.PartVerifiers parts,
            PlatformTransactionManager transactions) {
        return new PeriodVerifier(gates, periods, events, totals, subscribed, parts, transactions);
    }

    @Bean
    PeriodVerifier.PartVerifiers partVerifiers(JdbcClient jdbc, HoldVerifier holds) {
        FinalizedVerifier finalized = new FinalizedVerifier(
                new InvoiceRepository(jdbc), new InvoiceLineRepository(jdbc), new FinalizedRepository(jdbc));
        return new PeriodVerifier.PartVerifiers(new LineVerifier(new VerifiedLineRepository(jdbc)), finalized, holds);
    }

    @Bean
    PeriodVerifier.SubscribedPlans subscribedPlans(SubscriptionBook subscriptions, PlanCatalog plans) {
        return new PeriodVerifier.SubscribedPlans(subscriptions, plans);
    }

    @Bean
    public InvoicePreviewer invoicePreviewer(
            GateRepository gates,
            BillingFactsReader facts,
            BoundsReader bounds,
            PeriodVerifier.SubscribedPlans subscribed,
            Transactions transactions) {
        return new InvoicePreviewer(gates, facts, bounds, subscribed, transactions);
    }

    @Bean
    public DraftApprovals draftApprovals(
            JdbcClient jdbc, GateRepository gates, Transactions transactions, BillingSettings settings) {
        return new DraftApprovals(
                new DraftDecisionRepository(jdbc), new InvoiceRepository(jdbc), gates, transactions, settings);
    }

    @Bean
    public LineExplainer lineExplainer(
            InvoiceBook invoices,
            JdbcClient jdbc,
            UsageReader events,
            PeriodVerifier.SubscribedPlans subscribed,
            Transactions transactions) {
        return new LineExplainer(invoices, new KeyLineRepository(jdbc), events, subscribed, transactions);
    }

    @Bean
    public PendingLines pendingLines(JdbcClient jdbc) {
        return new PendingLines(jdbc);
    }

    @Bean
    public VerifiablePeriods verifiablePeriods(JdbcClient jdbc, GateRepository gates) {
        return new VerifiablePeriods(new DuePeriodRepository(jdbc), gates);
    }
}
