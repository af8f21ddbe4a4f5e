package dev.tallygate.payment;

import dev.tallygate.customer.CustomerListener;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.AtOnce;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceVoidedListener;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.InstallationSettings;
import dev.tallygate.operation.Mending;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.overdue.DebtBook;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package; providers come from the adapters, as many as are switched on. */
@Configuration(proxyBeanMethods = false)
@Import({RatedConfiguration.class, CreditConfiguration.class})
@EnableConfigurationProperties({InvoiceMailSettings.class, DeliverySettings.class})
public class PaymentConfiguration {
    private static final RandomGenerator THREADS_OWN_RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    @Bean
    PaymentProviders paymentProviders(
            ObjectProvider<PaymentProvider> providers, ObjectProvider<ProviderSwitch> switches) {
        return new PaymentProviders(
                providers.stream().toList(), switches.orderedStream().toList());
    }

    @Bean
    DeliveryRepository deliveryRepository(JdbcClient jdbc) {
        return new DeliveryRepository(jdbc);
    }

    @Bean
    ProviderEventRepository providerEventRepository(JdbcClient jdbc) {
        return new ProviderEventRepository(jdbc);
    }

    @Bean
    DeliveryWriter deliveryWriter(
            GateRepository gates,
            DeliveryRepository deliveries,
            JdbcClient jdbc,
            PaymentProviders providers,
            Installation installation,
            Clock clock) {
        var attempts = new AttemptRepository(jdbc);
        var beginnings = new Beginnings(new HoldRepository(jdbc), new FoundObjectRepository(jdbc));
        return new DeliveryWriter(
                gates, deliveries, attempts, beginnings, providers, new IdempotencyKeys(installation), clock);
    }

    @Bean
    DeliveryParking deliveryParking(ParkedBook book) {
        return new DeliveryParking(book);
    }

    @Bean
    CustomerListener customerOnboarding(DeliveryWriter writer) {
        return new CustomerOnboarding(writer);
    }

    @Bean
    InvoiceVoidedListener invoiceRecall(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            CarriedBook carried,
            CreditNoteRepository notes) {
        return new InvoiceRecall(deliveries, writer, parking, carried, notes);
    }

    @Bean
    public PaymentBook paymentBook(JdbcClient jdbc) {
        return new PaymentBook(new PaymentRepository(jdbc));
    }

    @Bean
    public CarriedBook carriedBook(JdbcClient jdbc) {
        return new CarriedBook(new CarriedRepository(jdbc));
    }

    @Bean
    InvoiceSettlement invoiceSettlement(
            GateRepository gates,
            InvoiceBook invoices,
            PaymentBook payments,
            CarriedBook carried,
            DebtBook debts,
            DeliveryParking parking,
            CreditBook credits) {
        return new InvoiceSettlement(gates, invoices, payments, carried, debts, parking, credits);
    }

    @Bean
    InvoicePlanner invoicePlanner(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            InvoiceSteps invoices,
            PaymentProviders providers,
            DraftApprovals approvals,
            Transactions transactions) {
        return new InvoicePlanner(deliveries, writer, parking, invoices, providers, approvals, transactions);
    }

    @Bean
    DeliveryRecorder deliveryRecorder(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            InvoiceSettlement settlement,
            InvoiceBook invoices,
            CustomerRegistry customers,
            Transactions transactions) {
        return new DeliveryRecorder(deliveries, writer, parking, settlement, invoices, customers, transactions);
    }

    @Bean
    CallReader callReader(
            CustomerRegistry customers,
            InvoiceBook invoices,
            CarriedBook carried,
            RatedCalls rated,
            Installation installation,
            InvoiceMailSettings mails,
            CreditBook credits) {
        return new CallReader(customers, invoices, carried, rated, installation, mails, credits);
    }

    @Bean
    AccountPauses accountPauses(JdbcClient jdbc, Clock clock) {
        return new AccountPauses(new PauseRepository(jdbc), new Backoff(THREADS_OWN_RANDOM), clock);
    }

    @Bean
    CallBudgets callBudgets(JdbcClient jdbc, Clock clock) {
        return new CallBudgets(new CallCountRepository(jdbc), clock);
    }

    @Bean
    ProviderLimits providerLimits(
            PaymentProviders providers, CallBudgets budgets, AccountPauses pauses, DeliveryHolds holds) {
        return new ProviderLimits(providers, budgets, pauses, holds);
    }

    @Bean
    DeliveryDesk deliveryDesk(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            CreditWaits waits,
            JdbcClient jdbc,
            Transactions transactions) {
        var views = new DeliveryViewRepository(jdbc);
        return new DeliveryDesk(deliveries, views, new AttemptRepository(jdbc), writer, parking, waits, transactions);
    }

    @Bean
    CustomerRenewal customerRenewal(
            CustomerRegistry customers,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            Transactions transactions) {
        return new CustomerRenewal(customers, deliveries, writer, parking, transactions);
    }

    @Bean
    DeliveryHolds deliveryHolds(JdbcClient jdbc, Transactions transactions, Clock clock) {
        return new DeliveryHolds(new HoldRepository(jdbc), new MarkRepository(jdbc), transactions, clock);
    }

    @Bean
    RestoreWatch restoreWatch(
            JdbcClient jdbc, DeliveryHolds holds, Installation installation, InstallationSettings settings) {
        return new RestoreWatch(new MarkRepository(jdbc), holds, settings.home(), installation.installationId());
    }

    @Bean
    DueDeliveries dueDeliveries(
            DeliveryRepository deliveries,
            AccountPauses pauses,
            DeliveryHolds holds,
            RestoreWatch watch,
            PaymentProviders providers) {
        return new DueDeliveries(deliveries, pauses, holds, watch, providers);
    }

    @Bean
    CallJudge callJudge(CallReader reader, ShadowComparison shadows) {
        return new CallJudge(reader, shadows);
    }

    @Bean
    InvoiceDelivery invoiceDelivery(
            DeliveryWriter writer,
            DeliveryRecorder recorder,
            InvoiceDelivery.Questions questions,
            PaymentProviders providers,
            DueDeliveries due,
            DeliverySettings settings) {
        return new InvoiceDelivery(
                writer, recorder, questions, providers, due, new AtOnce(settings.atOnce(), "delivery"));
    }

    @Bean
    AdoptionRecorder adoptionRecorder(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryRecorder recorder,
            InvoiceBook invoices,
            CarriedBook carried,
            DeliveryParking parking) {
        return new AdoptionRecorder(deliveries, writer, recorder, invoices, carried, parking);
    }

    @Bean
    Adoption adoption(
            DeliveryHolds holds,
            PaymentProviders providers,
            JdbcClient jdbc,
            Adoption.Books books,
            AdoptionRecorder recorder,
            Adoption.Surroundings surroundings) {
        return new Adoption(holds, providers, new FoundObjectRepository(jdbc), books, recorder, surroundings);
    }

    @Bean
    Adoption.Books adoptionBooks(InvoiceBook invoices, CustomerRegistry customers) {
        return new Adoption.Books(invoices, customers);
    }

    @Bean
    Adoption.Surroundings adoptionSurroundings(Installation installation, Transactions transactions, Clock clock) {
        return new Adoption.Surroundings(installation, transactions, clock);
    }

    @Bean
    WebhookInbox webhookInbox(ProviderEventRepository events, PaymentProviders providers, Clock clock) {
        return new WebhookInbox(events, providers, clock);
    }

    @Bean
    EventCatchUp eventCatchUp(
            JdbcClient jdbc, WebhookInbox inbox, PaymentProviders providers, Installation installation, Clock clock) {
        return new EventCatchUp(new CatchUpRepository(jdbc), inbox, providers, installation, clock);
    }

    @Bean
    InvoiceFinder invoiceFinder(InvoiceBook invoices, PaymentBook payments, Installation installation) {
        return new InvoiceFinder(invoices, payments, installation);
    }

    @Bean
    PaymentSettler paymentSettler(
            ProviderEventRepository events,
            InvoiceFinder finder,
            EventEffects effects,
            DeliveryParking parking,
            PaymentProviders providers,
            Transactions transactions,
            Clock clock) {
        return new PaymentSettler(events, finder, effects, parking, providers, transactions, clock);
    }

    @Bean
    ReportedPayments reportedPayments(
            GateRepository gates,
            InvoiceBook invoices,
            ProviderEventRepository events,
            InvoiceSettlement settlement,
            Transactions transactions,
            Clock clock) {
        return new ReportedPayments(gates, invoices, events, settlement, transactions, clock);
    }

    @Bean
    PaymentReconciler paymentReconciler(
            GateRepository gates,
            InvoiceBook invoices,
            InvoiceSettlement settlement,
            DeliveryParking parking,
            PaymentProviders providers,
            Transactions transactions,
            Clock clock) {
        return new PaymentReconciler(gates, invoices, settlement, parking, providers, transactions, clock);
    }

    @Bean
    Mending deliveryMending(DeliveryRepository deliveries, DeliveryWriter writer, CreditWaits waits) {
        return new DeliveryMending(deliveries, writer, waits);
    }

    @Bean
    Mending eventMending(ProviderEventRepository events, DeliveryWriter writer) {
        return new EventMending(events, writer);
    }

    @Bean
    Mending paymentMending(ProviderEventRepository events, InvoiceBook invoices, DeliveryWriter writer) {
        return new PaymentMending(events, invoices, writer);
    }
}
