package dev.tallygate.batch.schedule;

import dev.tallygate.batch.cli.Listing;
import dev.tallygate.batch.schedule.JobProgress.LastRun;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** How the schedule is printed: one row a job. */
final class ScheduleListing {
    private ScheduleListing() {}

    static Listing<ScheduledJob> of(PlannedRuns runs, Clock clock) {
        Instant now = clock.instant();
        return new Listing<ScheduledJob>()
                .column("job", ScheduledJob::name)
                .column("cron", job -> job.rhythm().map(Cron::toString).orElse(JobKind.OFF))
                .column(
                        "last_run",
                        job -> last(runs, job, run -> run.startTime().truncatedTo(ChronoUnit.SECONDS)))
                .column("outcome", job -> last(runs, job, LastRun::outcome))
                .column(
                        "seconds",
                        job -> last(
                                runs,
                                job,
                                run -> BigDecimal.valueOf(run.duration().toMillis(), 3)))
                .column("next_run", job -> next(runs, job, now))
                .column("running", job -> runs.holder(job).map(ScheduleListing::place))
                .column("summary", job -> last(runs, job, LastRun::summary));
    }

    /** {@code billing-1 pid 4711} of a holder's host with its namespace, process id and start. */
    private static String place(String holder) {
        String[] parts = holder.split("/", -1);
        return parts.length == 3 ? parts[0].replaceFirst("pid:\\[\\d+]$", "") + " pid " + parts[1] : holder;
    }

    private static <T> Optional<T> last(PlannedRuns runs, ScheduledJob job, Function<LastRun, T> fact) {
        return runs.progress(job).flatMap(JobProgress::last).map(fact);
    }

    /** A time in the past is due: it waits for the next look, or for a scheduler. */
    private static Optional<Instant> next(PlannedRuns runs, ScheduledJob job, Instant now) {
        if (job.rhythm().isEmpty()) {
            return Optional.empty();
        }
        Optional<JobProgress> progress = runs.progress(job);
        return progress.flatMap(row -> Optional.ofNullable(row.nextAttemptTime()))
                .or(() -> progress.flatMap(JobProgress::begun))
                .or(() -> progress.flatMap(
                        row -> job.due(row.plannedTime(), now).stream().findFirst()))
                .or(() -> job.next(now));
    }
}
