package dev.tallygate.operation;

import dev.tallygate.database.Transactions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstallationSettings.class)
public class OperationConfiguration {

    /** Opening it is part of every start: a database of the other mode ends the start here. */
    @Bean
    public Installation installation(JdbcClient jdbc, Clock clock, InstallationSettings settings) {
        return new InstallationBook(jdbc, clock).open(settings.modeOf());
    }

    @Bean
    public LeaseBook leaseBook(JdbcClient jdbc) {
        return new LeaseBook(jdbc);
    }

    @Bean
    public ParkedBook parkedBook(
            JdbcClient jdbc, Transactions transactions, ObjectProvider<Mending> mendings, Clock clock) {
        return new ParkedBook(jdbc, transactions, () -> mendings.stream().toList(), clock);
    }
}
