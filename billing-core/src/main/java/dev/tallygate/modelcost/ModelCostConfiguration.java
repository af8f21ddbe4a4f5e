package dev.tallygate.modelcost;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Transactions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class ModelCostConfiguration {

    @Bean
    public ModelCostBook modelCostBook(JdbcClient jdbc, Transactions transactions, Clock clock) {
        return new ModelCostBook(new ModelCostRepository(jdbc), transactions, clock);
    }

    @Bean
    public CostPlus costPlus(ModelCostBook costs, Clock clock) {
        return new CostPlus(costs, clock);
    }

    @Bean
    public MarginBook marginBook(
            JdbcClient jdbc, JdbcTemplate template, ModelCostBook costs, PlanCatalog plans, Transactions transactions) {
        return new MarginBook(new MarginRepository(jdbc, template), costs, plans, transactions);
    }
}
