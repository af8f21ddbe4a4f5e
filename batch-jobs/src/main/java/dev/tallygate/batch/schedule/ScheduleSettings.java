package dev.tallygate.batch.schedule;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When each job runs: {@code tallygate.jobs.bill} and so on, in the environment {@code TALLYGATE_JOBS_BILL}.
 *
 * @param jobs cron expression or {@code off} by the job's name; one that is absent has its default
 */
@ConfigurationProperties("tallygate")
public record ScheduleSettings(@DefaultValue Map<String, String> jobs) {
    public ScheduleSettings {
        jobs = Map.copyOf(jobs);
    }
}
