package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunOrder;
import dev.tallygate.batch.job.RunOutcome;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.batch.job.RunReport;
import dev.tallygate.batch.job.StopSignal;
import dev.tallygate.batch.schedule.JobProgress.LastRun;
import dev.tallygate.batch.schedule.JobProgress.Outcome;
import dev.tallygate.operation.LeaseBook;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;

/**
 * Runs the planned times of a job, in order and each once. What keeps two schedulers apart is the job's lease and the
 * run's identity; the row only remembers.
 */
final class PlannedRuns {
    /** How soon it is looked again after a job that another process is at. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Duration RETRY_FIRST = Duration.ofMinutes(1);
    private static final Duration RETRY_LONGEST = Duration.ofMinutes(15);

    private final ScheduleRepository rows;
    private final JobRunner runner;
    private final LeaseBook leases;
    private final Clock clock;

    PlannedRuns(ScheduleRepository rows, JobRunner runner, LeaseBook leases, Clock clock) {
        this.rows = rows;
        this.runner = runner;
        this.leases = leases;
        this.clock = clock;
    }

    /** How far the job is; one that has never been seen begins now, with nothing missed. */
    JobProgress open(ScheduledJob job) {
        Optional<JobProgress> row = rows.find(job.name());
        if (row.isPresent()) {
            return row.get();
        }
        try {
            rows.insert(job.name(), UtcTimes.toMicros(clock.instant()));
        } catch (DuplicateKeyException twinWasFirst) {
            // its row says the same
        }
        return rows.find(job.name()).orElseThrow();
    }

    /** How far the job is, where a scheduler has seen it. */
    Optional<JobProgress> progress(ScheduledJob job) {
        return rows.find(job.name());
    }

    /** Who runs the job now. */
    Optional<String> holder(ScheduledJob job) {
        return leases.holder(JobRunner.leaseName(job.name()));
    }

    /** For a job that is off: what is planned while it is off is not missed. */
    void passOver(ScheduledJob job) {
        open(job);
        rows.settle(job.name(), UtcTimes.toMicros(clock.instant()));
    }

    /** Runs the next planned time that is due, where one is. */
    Attempt attempt(ScheduledJob job, Patience patience, RunProgress progress, StopSignal stop) {
        Instant now = clock.instant();
        JobProgress row = open(job);
        Optional<Instant> due =
                row.begun().or(() -> job.due(row.plannedTime(), now).stream().findFirst());
        if (due.isEmpty()) {
            return new Attempt.NothingDue(job.next(now));
        }
        Optional<Instant> wait = row.waitsUntil(now).filter(later -> patience == Patience.WAIT_AFTER_FAILURE);
        if (wait.isPresent()) {
            return new Attempt.NothingDue(wait);
        }
        Optional<String> holder = holder(job);
        if (holder.isPresent()) {
            return new Attempt.Elsewhere(holder.get(), now.plus(LOOK_AGAIN));
        }
        rows.begin(job.name(), due.get());
        return open(job)
                .begun()
                .map(begun -> run(job, begun, progress, stop))
                .orElseGet(() -> new Attempt.SettledByTwin(now));
    }

    /** Whether a failed run is tried again at once. */
    enum Patience {
        WAIT_AFTER_FAILURE,
        NONE
    }

    private Attempt run(ScheduledJob job, Instant plannedTime, RunProgress progress, StopSignal stop) {
        Instant startTime = clock.instant();
        RunOrder order = new RunOrder(job.job(), job.run(plannedTime), RunOrder.Repeat.ONCE, progress, stop);
        return switch (runner.run(order)) {
            case RunOutcome.Ended ended -> ended(job, plannedTime, startTime, ended.report(), stop);
            case RunOutcome.CompletedBefore before -> {
                rows.settle(job.name(), plannedTime);
                yield new Attempt.SettledByTwin(clock.instant());
            }
            case RunOutcome.Elsewhere elsewhere ->
                new Attempt.Elsewhere(elsewhere.holder(), clock.instant().plus(LOOK_AGAIN));
            case RunOutcome.Refused refused ->
                keep(job, plannedTime, lastRun(startTime, Outcome.FAILED, refused.sentence()));
        };
    }

    private Attempt ended(ScheduledJob job, Instant plannedTime, Instant startTime, RunReport report, StopSignal stop) {
        if (report.failure() != null) {
            Outcome outcome = stop.isStopped() ? Outcome.STOPPED : Outcome.FAILED;
            return keep(job, plannedTime, lastRun(startTime, outcome, report.summary()));
        }
        Outcome outcome = switch (report.exit()) {
            case DONE -> Outcome.DONE;
            case PARKED -> Outcome.PARKED;
            case FAILED -> Outcome.BROKEN;
        };
        LastRun last = lastRun(startTime, outcome, report.summary());
        rows.putLast(job.name(), last);
        rows.settle(job.name(), plannedTime);
        return new Attempt.Ran(last, report.exit(), job.next(clock.instant()));
    }

    /** Not done: the planned time stays begun, and is tried again after a while or at the next planned time. */
    private Attempt keep(ScheduledJob job, Instant plannedTime, LastRun last) {
        Instant now = clock.instant();
        rows.putLast(job.name(), last);
        if (last.outcome() == Outcome.STOPPED) {
            return new Attempt.Ran(last, RunExit.FAILED, Optional.of(now));
        }
        Instant later = now.plus(pause(open(job).attempts()));
        Instant again = Stream.concat(Stream.of(later), job.next(now).stream())
                .min(Instant::compareTo)
                .orElse(later);
        rows.fail(job.name(), plannedTime, again);
        return new Attempt.Ran(last, RunExit.FAILED, Optional.of(again));
    }

    private static Duration pause(int failedBefore) {
        Duration pause = RETRY_FIRST.multipliedBy(1L << Math.min(failedBefore, 10));
        return pause.compareTo(RETRY_LONGEST) < 0 ? pause : RETRY_LONGEST;
    }

    private LastRun lastRun(Instant startTime, Outcome outcome, String summary) {
        return new LastRun(startTime, clock.instant(), outcome, summary);
    }
}
