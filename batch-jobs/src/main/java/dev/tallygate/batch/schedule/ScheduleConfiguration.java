package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.operation.LeaseBook;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleSettings.class)
public class ScheduleConfiguration {

    @Bean
    Schedule schedule(ScheduleSettings settings, ObjectProvider<BatchJob> jobs) {
        return Schedule.of(settings, jobs.stream().filter(BatchJob::isPlannable).toList());
    }

    @Bean
    PlannedRuns plannedRuns(JdbcClient jdbc, JobRunner runner, LeaseBook leases, Clock clock) {
        return new PlannedRuns(new ScheduleRepository(jdbc), runner, leases, clock);
    }
}
