package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.RunIdentity;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job and its planned times.
 *
 * @param cron null = off
 */
record ScheduledJob(BatchJob job, JobKind kind, @Nullable Cron cron) {

    String name() {
        return kind.name();
    }

    /** Its cron expression; empty where the job is off. */
    Optional<Cron> rhythm() {
        return Optional.ofNullable(cron);
    }

    /** The first planned time after the instant. */
    Optional<Instant> next(Instant after) {
        return rhythm().flatMap(times -> times.next(after));
    }

    /** What has to run for the planned times in {@code (after, until]}: of those that do the same work, the latest. */
    List<Instant> due(Instant after, Instant until) {
        return switch (kind.reach()) {
            case EVER -> latest(after, until).stream().toList();
            case MONTH -> dueByMonth(after, until);
        };
    }

    private List<Instant> dueByMonth(Instant after, Instant until) {
        List<Instant> due = new ArrayList<>();
        BillingPeriod month = BillingPeriod.monthContaining(after);
        while (!month.start().isAfter(until)) {
            Instant before = month.start().minus(1, ChronoUnit.MICROS);
            Instant last = month.end().minus(1, ChronoUnit.MICROS);
            latest(after.isAfter(before) ? after : before, until.isBefore(last) ? until : last)
                    .ifPresent(due::add);
            month = month.next();
        }
        return due;
    }

    private Optional<Instant> latest(Instant after, Instant until) {
        return rhythm().flatMap(times -> times.latest(after, until));
    }

    /** The run for a planned time; the same one again is the same run. */
    RunIdentity run(Instant plannedTime) {
        Map<String, String> parameters = new TreeMap<>(kind.parameters(plannedTime));
        parameters.put(JobKind.PLANNED, plannedTime.toString());
        return RunIdentity.of(name(), parameters);
    }
}
