package dev.tallygate.batch.job;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.PeriodBilling;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.operation.LeaseBook;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.JacksonExecutionContextStringSerializer;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/** The beans of jobs: Batch's repository in Flyway's tables, the frame, and each job. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {
    /** Takes the JdbcTemplate so that the migrations have run; runs are created at READ COMMITTED, as everything is. */
    @Bean
    public JobRepository repository(
            DataSource dataSource, JdbcTemplate migrated, PlatformTransactionManager transactions) {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(dataSource);
        factory.setJdbcOperations(migrated);
        factory.setTransactionManager(transactions);
        factory.setDatabaseType("MYSQL");
        factory.setSerializer(new JacksonExecutionContextStringSerializer());
        factory.setIsolationLevelForCreateEnum(Isolation.READ_COMMITTED);
        return made(factory);
    }

    /** The factory declares that it throws anything; what it throws says that a setting above is wrong. */
    private static JobRepository made(JdbcJobRepositoryFactoryBean factory) {
        try {
            factory.afterPropertiesSet();
            return Objects.requireNonNull(factory.getObject());
        } catch (Exception wrongSetting) {
            throw new IllegalStateException("Batch's job repository cannot be made", wrongSetting);
        }
    }

    /** Reports go to the folder {@code reports} of where the command was called, or as the setting says. */
    @Bean
    public JobRunner jobRunner(
            JobRepository repository,
            LeaseBook leases,
            Clock clock,
            @Value("${tallygate.reports-folder:reports}") Path reportsFolder) {
        return new JobRunner(repository, leases, clock, reportsFolder);
    }

    @Bean
    public RunRepair runRepair(JobRepository repository, LeaseBook leases, Clock clock) {
        return new RunRepair(repository, leases, clock);
    }

    @Bean
    public BillJob billJob(
            JobRepository repository,
            PlatformTransactionManager transactions,
            DuePeriods due,
            PeriodBilling billing,
            CustomerRegistry customers) {
        return new BillJob(repository, transactions, due, billing, customers, List.of());
    }

    @Bean
    public VerifyJob verifyJob(
            JobRepository repository, VerifiablePeriods periods, PeriodVerifier verifier, CustomerRegistry customers) {
        return new VerifyJob(repository, periods, verifier, customers);
    }
}
