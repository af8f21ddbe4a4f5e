package dev.tallygate.catalog;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the plan catalog. */
@Configuration(proxyBeanMethods = false)
public class CatalogConfiguration {

    @Bean
    PlanCatalog planCatalog(JdbcClient jdbc, MeterRepository meters, TransactionOperations transactions, Clock clock) {
        return new PlanCatalog(new PlanRepository(jdbc), meters, transactions, clock);
    }

    @Bean
    MeterRepository meterRepository(JdbcClient jdbc) {
        return new MeterRepository(jdbc);
    }

    @Bean
    public MeterBook meterBook(MeterRepository meters, Clock clock) {
        return new MeterBook(meters, clock);
    }
}
