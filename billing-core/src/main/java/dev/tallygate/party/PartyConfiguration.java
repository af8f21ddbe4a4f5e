package dev.tallygate.party;

import dev.tallygate.database.Transactions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class PartyConfiguration {

    @Bean
    public LegalEntities legalEntities(JdbcClient jdbc, Transactions transactions, Clock clock) {
        return new LegalEntities(jdbc, transactions, clock);
    }
}
