package dev.tallygate.ledger;

import dev.tallygate.customer.SubscriptionBook;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of gates and periods. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

    @Bean
    public GateRepository gateRepository(JdbcTemplate jdbcTemplate) {
        return new GateRepository(jdbcTemplate);
    }

    @Bean
    public DebtRepository debtRepository(JdbcClient jdbc) {
        return new DebtRepository(jdbc);
    }

    @Bean
    public WindowReader windowReader(SubscriptionBook subscriptionBook) {
        return new WindowReader(subscriptionBook);
    }

    @Bean
    public PeriodRepository periodRepository(JdbcTemplate jdbcTemplate) {
        return new PeriodRepository(jdbcTemplate);
    }
}
