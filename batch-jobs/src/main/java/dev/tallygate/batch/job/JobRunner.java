package dev.tallygate.batch.job;

import dev.tallygate.operation.LeaseBook;
import dev.tallygate.operation.LeaseBook.Lease;
import dev.tallygate.time.UtcTimes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Runs a job under its lease: one at a time, resumed where it was interrupted, with a report at its end. A run that finds
 * a twin at work does nothing and ends well.
 */
public final class JobRunner {
    private final RunStore runs;
    private final LeaseBook leases;
    private final Clock clock;
    private final Path reportsFolder;

    public JobRunner(JobRepository repository, LeaseBook leases, Clock clock, Path reportsFolder) {
        this.runs = new RunStore(repository);
        this.leases = leases;
        this.clock = clock;
        this.reportsFolder = reportsFolder;
    }

    /** The lease's name for a job; what else must not run beside the job takes it too. */
    public static String leaseName(String jobName) {
        return "job-" + jobName;
    }

    /** Runs the job to its end in this thread; a completed run of this identity is followed by the next number. */
    public RunExit run(BatchJob job, RunIdentity identity, RunProgress progress) {
        return run(new RunOrder(job, identity, RunOrder.Repeat.NEXT_NUMBER, progress, new StopSignal()))
                .exit();
    }

    /** Runs what is asked for to its end in this thread. */
    public RunOutcome run(RunOrder order) {
        String jobName = order.job().name();
        Optional<Lease> lease = leases.acquire(leaseName(jobName));
        if (lease.isEmpty()) {
            String holder = leases.holder(leaseName(jobName)).orElse("another process");
            order.progress().say("%s is already running (%s): nothing to do here".formatted(jobName, holder));
            return new RunOutcome.Elsewhere(holder);
        }
        LeaseKeeper keeper = LeaseKeeper.keep(leases, lease.get(), order.stop()::stop);
        try {
            return runUnderLease(order, lease.get());
        } finally {
            keeper.close();
        }
    }

    private RunOutcome runUnderLease(RunOrder order, Lease lease) {
        runs.failInterrupted(order.job().name(), clock.instant());
        Optional<RunStore.Begun> begun;
        try {
            begun = runs.begin(order.identity(), order.repeat(), UtcTimes.toMicros(clock.instant()));
        } catch (RunStore.StatusUnknown unknown) {
            return refused(order, unknown.sentence());
        }
        return begun.map(ready -> execute(order, lease, ready)).orElseGet(RunOutcome.CompletedBefore::new);
    }

    private static RunOutcome refused(RunOrder order, String sentence) {
        order.progress().say(sentence);
        return new RunOutcome.Refused(sentence);
    }

    private RunOutcome execute(RunOrder order, Lease lease, RunStore.Begun begun) {
        RunProgress progress = order.progress();
        String run =
                "%s: run %d".formatted(order.identity().display(), begun.run().number());
        Path file = reportFile(begun);
        RunJournal journal = new RunJournal(ReportFile.beside(file, ".jsonl"));
        journal.open(begun.run());
        order.stop().watch(begun.execution());
        if (begun.run().isResumed()) {
            progress.say(run + " goes on");
        }
        execute(order.job().build(new RunContext(begun.run(), journal, progress)), begun.execution());
        progress.end();
        if (!leases.renew(lease)) {
            return refused(order, run + " was taken over by another process, which reports it");
        }
        return new RunOutcome.Ended(report(order, begun, journal, file));
    }

    /** Where another process took the run over, Batch refuses to store anything more of this attempt. */
    private static void execute(Job built, JobExecution execution) {
        try {
            built.execute(execution);
        } catch (JobInterruptedException | OptimisticLockingFailureException stopped) {
            execution.addFailureException(stopped);
        }
    }

    private RunReport report(RunOrder order, RunStore.Begun begun, RunJournal journal, Path file) {
        List<ReportEntry> entries = journal.entries();
        @Nullable String failure = failure(begun.execution());
        RunExit exit = failure == null ? exit(entries) : RunExit.FAILED;
        RunReport report = new RunReport(begun.run(), clock.instant(), exit, failure, entries, file);
        order.progress().say("%s: %s".formatted(order.identity().display(), report.summary()));
        if (order.repeat() == RunOrder.Repeat.NEXT_NUMBER || failure != null || !entries.isEmpty()) {
            order.job().write(report);
            order.progress().say("report: " + report.path(".txt"));
        }
        if (failure == null) {
            journal.delete();
        }
        return report;
    }

    private static RunExit exit(List<ReportEntry> entries) {
        RunExit exit = RunExit.DONE;
        for (ReportEntry entry : entries) {
            RunExit one = switch (entry.result()) {
                case BROKEN -> RunExit.FAILED;
                case PARKED, DIFFERS -> RunExit.PARKED;
                case DONE, NOTHING_DUE, PENDING -> RunExit.DONE;
            };
            if (exit == RunExit.DONE || one == RunExit.FAILED) {
                exit = one;
            }
        }
        return exit;
    }

    private static @Nullable String failure(JobExecution execution) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return null;
        }
        return execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(JobRunner::sentence)
                .orElse("stopped before its end: run the same command again to go on");
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "failed: %s (%s); run the same command again to go on"
                .formatted(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private Path reportFile(RunStore.Begun begun) {
        StringBuilder name = new StringBuilder(begun.run().identity().jobName());
        begun.run()
                .identity()
                .parameters()
                .forEach(
                        (parameter, value) -> name.append('-').append(value.equals("true") ? parameter : plain(value)));
        name.append("-run").append(begun.run().number());
        name.append("-").append(begun.execution().getJobInstance().getInstanceId());
        return reportsFolder.resolve(name.toString());
    }

    private static String plain(String value) {
        String plain = value.replace(":", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.length() <= 64 ? plain : plain.substring(0, 64);
    }
}
