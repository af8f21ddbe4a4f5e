package dev.tallygate.batch.schedule;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code job_schedule}; each change is one statement that a twin's change does not undo. */
final class ScheduleRepository {
    private final JdbcClient jdbc;

    ScheduleRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<JobProgress> find(String jobName) {
        return jdbc.sql("""
                select planned_time, begun_time, attempts, next_attempt_time, start_time, end_time, outcome, summary
                from job_schedule
                where job_name = :jobName
                """)
                .param("jobName", Bytes.of(jobName))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    void insert(String jobName, Instant plannedTime) {
        jdbc.sql("""
                insert into job_schedule (job_name, planned_time, attempts, summary)
                values (:jobName, :plannedTime, 0, '')
                """)
                .param("jobName", Bytes.of(jobName))
                .param("plannedTime", UtcTimes.toColumn(plannedTime))
                .update();
    }

    /** Begins a planned time, unless another one has begun or it is settled. */
    void begin(String jobName, Instant plannedTime) {
        jdbc.sql("""
                update job_schedule
                set begun_time = :plannedTime,
                  attempts = 0,
                  next_attempt_time = null
                where job_name = :jobName
                  and begun_time is null
                  and planned_time < :plannedTime
                """)
                .param("plannedTime", UtcTimes.toColumn(plannedTime))
                .param("jobName", Bytes.of(jobName))
                .update();
    }

    /** No planned time up to this one needs anything more. */
    void settle(String jobName, Instant plannedTime) {
        jdbc.sql("""
                update job_schedule
                set planned_time = :plannedTime,
                  begun_time = null,
                  attempts = 0,
                  next_attempt_time = null
                where job_name = :jobName
                  and planned_time < :plannedTime
                """)
                .param("plannedTime", UtcTimes.toColumn(plannedTime))
                .param("jobName", Bytes.of(jobName))
                .update();
    }

    /** Counts a failed attempt; the planned time stays begun. */
    void fail(String jobName, Instant plannedTime, Instant nextAttemptTime) {
        jdbc.sql("""
                update job_schedule
                set attempts = attempts + 1,
                  next_attempt_time = :nextAttemptTime
                where job_name = :jobName
                  and begun_time = :plannedTime
                """)
                .param("nextAttemptTime", UtcTimes.toColumn(nextAttemptTime))
                .param("jobName", Bytes.of(jobName))
                .param("plannedTime", UtcTimes.toColumn(plannedTime))
                .update();
    }

    void putLast(String jobName, JobProgress.LastRun last) {
        jdbc.sql("""
                update job_schedule
                set start_time = :startTime,
                  end_time = :endTime,
                  outcome = :outcome,
                  summary = :summary
                where job_name = :jobName
                """)
                .param("startTime", UtcTimes.toColumn(last.startTime()))
                .param("endTime", UtcTimes.toColumn(last.endTime()))
                .param("outcome", Bytes.of(last.outcome().name()))
                .param("summary", last.summary())
                .param("jobName", Bytes.of(jobName))
                .update();
    }

    private static JobProgress fromRow(ResultSet row) throws SQLException {
        String outcome = Bytes.textNullable(row.getBytes("outcome"));
        Instant start = time(row, "start_time");
        Instant end = time(row, "end_time");
        JobProgress.LastRun last = outcome == null || start == null || end == null
                ? null
                : new JobProgress.LastRun(start, end, JobProgress.Outcome.valueOf(outcome), row.getString("summary"));
        return new JobProgress(
                UtcTimes.fromColumn(row.getObject("planned_time", LocalDateTime.class)),
                time(row, "begun_time"),
                row.getInt("attempts"),
                time(row, "next_attempt_time"),
                last);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return value == null ? null : UtcTimes.fromColumn(value);
    }
}
