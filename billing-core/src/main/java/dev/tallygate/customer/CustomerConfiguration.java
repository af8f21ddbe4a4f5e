package dev.tallygate.customer;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Transactions;
import dev.tallygate.party.PartyConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import(PartyConfiguration.class)
public class CustomerConfiguration {

    @Bean
    public CustomerRegistry customerRegistry(
            JdbcClient jdbc, Transactions transactions, ObjectProvider<CustomerListener> listeners, Clock clock) {
        return new CustomerRegistry(jdbc, transactions, () -> listeners.stream().toList(), clock);
    }

    @Bean
    public SubscriptionBook subscriptionBook(
            JdbcClient jdbc, CustomerRegistry customers, PlanCatalog plans, Transactions transactions, Clock clock) {
        return new SubscriptionBook(jdbc, customers, plans, transactions, clock);
    }

    @Bean
    public CustomerEnrolment customerEnrolment(
            CustomerRegistry customers, SubscriptionBook subscriptions, PlanCatalog plans, Transactions transactions) {
        return new CustomerEnrolment(customers, subscriptions, plans, transactions);
    }

    @Bean
    public PlanMove planMove(SubscriptionBook subscriptions, PlanCatalog plans) {
        return new PlanMove(subscriptions, plans);
    }
}
