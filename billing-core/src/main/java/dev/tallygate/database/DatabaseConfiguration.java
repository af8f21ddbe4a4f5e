package dev.tallygate.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans that everything with rows stands on: pool, migrations, transactions, clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {

    /** Longer than the two minutes after which a pool asks a connection that rests. */
    private static final Duration SESSION_IDLE_MAX = Duration.ofMinutes(5);

    /** A pool of READ COMMITTED sessions in UTC; a wait for a row lock ends after 10 s. */
    @Bean(destroyMethod = "close")
    public HikariDataSource dataSource(DatabaseSettings settings) {
        HikariDataSource pool = pool(settings);
        pool.setPoolName("tallygate");
        pool.setMaximumPoolSize(settings.connectionsMax());
        return pool;
    }

    /** One connection for each lane, which alone take several statements at once. */
    @Bean(destroyMethod = "close")
    public Scripts scripts(DatabaseSettings settings, JdbcTemplate jdbcTemplate) {
        HikariDataSource pool = pool(settings);
        pool.setPoolName("tallygate-lanes");
        pool.setMaximumPoolSize(Lanes.COUNT);
        pool.addDataSourceProperty("allowMultiQueries", "true");
        return new Scripts(jdbcTemplate, pool);
    }

    private static HikariDataSource pool(DatabaseSettings settings) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(settings.url());
        if (!settings.user().isEmpty()) {
            pool.setUsername(settings.user());
            pool.setPassword(settings.password());
        }
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.addDataSourceProperty("connectionTimeZone", "UTC");
        pool.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        pool.addDataSourceProperty("preserveInstants", "false");
        pool.addDataSourceProperty("characterEncoding", "UTF-8");
        pool.addDataSourceProperty("cacheServerConfiguration", "true");
        pool.addDataSourceProperty("useLocalSessionState", "true");
        // the driver parses each statement that it has not kept: without this, most of what a client's processor does
        pool.addDataSourceProperty("cachePrepStmts", "true");
        pool.addDataSourceProperty("prepStmtCacheSqlLimit", "2048");
        String session = "innodb_lock_wait_timeout=10";
        if (settings.silenceMax().isPositive()) {
            // neither side waits for one that vanished: not for an answer, and not with a transaction that nobody ends
            pool.addDataSourceProperty(
                    "socketTimeout", Long.toString(settings.silenceMax().toMillis()));
            session += ",wait_timeout=" + SESSION_IDLE_MAX.toSeconds();
        }
        pool.addDataSourceProperty("sessionVariables", session);
        return pool;
    }

    /** Brings the schema to this version before anybody gets a {@code JdbcClient}. */
    @Bean(initMethod = "migrate")
    public Schema schema(DataSource dataSource) {
        return new Schema(dataSource);
    }

    @Bean
    public JdbcClient jdbcClient(JdbcTemplate jdbcTemplate) {
        return JdbcClient.create(jdbcTemplate);
    }

    /** Takes the migrations as a parameter so that they have run when it exists. */
    @Bean
    public JdbcTemplate jdbcTemplate(DataSource dataSource, Schema migrated) {
        return new JdbcTemplate(dataSource);
    }

    @Bean
    public PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    public TransactionTemplate transactionTemplate(PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    @Bean
    public Transactions transactions(TransactionTemplate transactionTemplate) {
        return new Transactions(transactionTemplate);
    }

    @Bean
    public Clock clock() {
        return Clock.systemUTC();
    }
}
