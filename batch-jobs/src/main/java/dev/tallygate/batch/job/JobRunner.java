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
import org.springframework.batch.core.step.StepExecution;
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
    static String leaseName(String jobName) {
        return "job-" + jobName;
    }

    /** Runs the job to its end in this thread. */
    public RunExit run(BatchJob job, RunIdentity identity, RunProgress progress) {
        Optional<Lease> lease = leases.acquire(leaseName(job.name()));
        if (lease.isEmpty()) {
            String holder = leases.holder(leaseName(job.name())).orElse("another process");
            progress.say("%s is already running (%s): nothing to do here".formatted(job.name(), holder));
            return RunExit.DONE;
        }
        StopSignal stop = new StopSignal();
        LeaseKeeper keeper = LeaseKeeper.keep(leases, lease.get(), stop::stop);
        try {
            return runUnderLease(job, identity, progress, new Held(lease.get(), stop));
        } finally {
            keeper.close();
        }
    }

    private RunExit runUnderLease(BatchJob job, RunIdentity identity, RunProgress progress, Held held) {
        runs.failInterrupted(job.name(), clock.instant());
        RunStore.Begun begun;
        try {
            begun = runs.begin(identity, UtcTimes.toMicros(clock.instant()));
        } catch (RunStore.StatusUnknown unknown) {
            progress.say(unknown.sentence());
            return RunExit.FAILED;
        }
        Path file = reportFile(begun);
        RunJournal journal = new RunJournal(ReportFile.beside(file, ".jsonl"));
        journal.open(begun.run());
        held.stop().watch(begun.execution());
        if (begun.run().isResumed()) {
            progress.say("%s: run %d goes on"
                    .formatted(identity.display(), begun.run().number()));
        }
        execute(job.build(new RunContext(begun.run(), journal, progress)), begun.execution());
        progress.end();
        if (!leases.renew(held.lease())) {
            progress.say("%s: run %d was taken over by another process, which reports it"
                    .formatted(identity.display(), begun.run().number()));
            return RunExit.FAILED;
        }
        return report(begun, journal, file, progress);
    }

    /** Where another process took the run over, Batch refuses to store anything more of this attempt. */
    private static void execute(Job built, JobExecution execution) {
        try {
            built.execute(execution);
        } catch (JobInterruptedException | OptimisticLockingFailureException stopped) {
            execution.addFailureException(stopped);
        }
    }

    private RunExit report(RunStore.Begun begun, RunJournal journal, Path file, RunProgress progress) {
        List<ReportEntry> entries = journal.entries();
        @Nullable String failure = failure(begun.execution());
        RunExit exit = failure == null ? exit(entries) : RunExit.FAILED;
        RunReport report = new RunReport(begun.run(), clock.instant(), exit, failure, entries, file);
        ReportFile.write(report);
        if (failure == null) {
            journal.delete();
        }
        progress.say("%s: %s".formatted(begun.run().identity().display(), report.summary()));
        progress.say("report: " + ReportFile.beside(file, ".txt"));
        return exit;
    }

    private static RunExit exit(List<ReportEntry> entries) {
        RunExit exit = RunExit.DONE;
        for (ReportEntry entry : entries) {
            RunExit one = switch (entry.result()) {
                case BROKEN -> RunExit.FAILED;
                case PARKED -> RunExit.PARKED;
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

    /** The lease of a run, and what stops the run where it is lost. */
    private record Held(Lease lease, StopSignal stop) {}

    /** Passes the loss of the lease on to the running steps: they stop at their next chunk. */
    private static final class StopSignal {
        private volatile @Nullable JobExecution execution;

        void watch(JobExecution watched) {
            execution = watched;
        }

        void stop() {
            JobExecution running = execution;
            if (running != null) {
                running.getStepExecutions().forEach(StepExecution::setTerminateOnly);
            }
        }
    }
}
