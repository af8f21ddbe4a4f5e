package dev.tallygate.access;

import dev.tallygate.database.Transactions;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.InstallationSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {

    @Bean
    public ApiKeyRegistry apiKeyRegistry(JdbcClient jdbc, Installation installation, Clock clock) {
        return new ApiKeyRegistry(jdbc, installation.mode(), clock);
    }

    @Bean
    public FirstKey firstKey(
            JdbcClient jdbc, ApiKeyRegistry registry, Transactions transactions, InstallationSettings settings) {
        return new FirstKey(jdbc, registry, transactions, settings.home());
    }
}
