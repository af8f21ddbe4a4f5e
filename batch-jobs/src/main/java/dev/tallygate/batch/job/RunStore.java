package dev.tallygate.batch.job;

import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameter;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Runs in Batch's own tables. Batch refuses to run a completed instance again, so a run number is part of the identity:
 * a failed run is resumed under its number, a completed one is followed by the next.
 */
final class RunStore {
    private static final String NUMBER = "run";
    private static final String START = "start";

    private final JobRepository repository;

    RunStore(JobRepository repository) {
        this.repository = repository;
    }

    /** An attempt that may be executed now. */
    record Begun(Run run, JobExecution execution) {}

    /**
     * Resumes the latest run of this identity where it did not complete, else begins the next one; empty where one is
     * enough and has completed. Only under the job's lease.
     *
     * @throws StatusUnknown where its last attempt ended without a known outcome, as after a crash of the database
     */
    Optional<Begun> begin(RunIdentity identity, RunOrder.Repeat repeat, Instant now) {
        int number = 1;
        while (true) {
            JobParameters key = parameters(identity, number, now);
            JobInstance instance = repository.getJobInstance(identity.jobName(), key);
            if (instance == null) {
                return Optional.of(beginFirst(identity, number, now));
            }
            JobExecution last = Objects.requireNonNull(repository.getLastJobExecution(instance));
            if (last.getStatus() != BatchStatus.COMPLETED) {
                return Optional.of(resume(identity, number, last));
            }
            if (repeat == RunOrder.Repeat.ONCE) {
                return Optional.empty();
            }
            number++;
        }
    }

    private Begun beginFirst(RunIdentity identity, int number, Instant now) {
        JobParameters parameters = parameters(identity, number, now);
        JobInstance instance = repository.createJobInstance(identity.jobName(), parameters);
        JobExecution execution = repository.createJobExecution(instance, parameters, new ExecutionContext());
        return new Begun(new Run(identity, number, now, Run.Attempt.FIRST), execution);
    }

    private Begun resume(RunIdentity identity, int number, JobExecution last) {
        if (isUnknown(last)) {
            throw new StatusUnknown(identity, number);
        }
        JobParameters parameters = last.getJobParameters();
        Instant start = Instant.parse(Objects.requireNonNull(parameters.getString(START)));
        JobExecution execution =
                repository.createJobExecution(last.getJobInstance(), parameters, last.getExecutionContext());
        return new Begun(new Run(identity, number, start, Run.Attempt.RESUMED), execution);
    }

    private static JobParameters parameters(RunIdentity identity, int number, Instant start) {
        Set<JobParameter<?>> parameters = new HashSet<>();
        identity.parameters()
                .forEach((name, value) -> parameters.add(new JobParameter<>(name, value, String.class, true)));
        parameters.add(new JobParameter<>(NUMBER, (long) number, Long.class, true));
        parameters.add(new JobParameter<>(START, UtcTimes.toMicros(start).toString(), String.class, false));
        return new JobParameters(parameters);
    }

    /** Marks attempts that a dead process left as running FAILED, so that they can be resumed. Only under the lease. */
    int failInterrupted(String jobName, Instant now) {
        List<JobExecution> running = new ArrayList<>(repository.findRunningJobExecutions(jobName));
        running.forEach(execution -> fail(execution, BatchStatus::isRunning, "its process ended", now));
        return running.size();
    }

    /** Mends attempts whose outcome is UNKNOWN, as after a crash of the database, so that they can be resumed. */
    int failUnknown(String jobName, Instant now) {
        int mended = 0;
        for (JobInstance instance : repository.findJobInstances(jobName)) {
            JobExecution last = repository.getLastJobExecution(instance);
            if (last != null && isUnknown(last)) {
                fail(last, status -> status == BatchStatus.UNKNOWN || status.isRunning(), "mended by repair", now);
                mended++;
            }
        }
        return mended;
    }

    private static boolean isUnknown(JobExecution execution) {
        return execution.getStatus() == BatchStatus.UNKNOWN
                || execution.getStepExecutions().stream().anyMatch(step -> step.getStatus() == BatchStatus.UNKNOWN);
    }

    private void fail(JobExecution execution, Predicate<BatchStatus> stuck, String why, Instant now) {
        LocalDateTime end = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        for (StepExecution step : execution.getStepExecutions()) {
            if (stuck.test(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED.addExitDescription(why));
                step.setEndTime(end);
                repository.update(step);
            }
        }
        execution.setStatus(BatchStatus.FAILED);
        execution.setExitStatus(ExitStatus.FAILED.addExitDescription(why));
        execution.setEndTime(end);
        repository.update(execution);
    }

    /** The last attempt's outcome is not known: a person repairs it first. */
    static final class StatusUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** What to do, for people. */
        String sentence() {
            return String.valueOf(getMessage());
        }

        StatusUnknown(RunIdentity identity, int number) {
            super("%s run=%d ended with an unknown outcome (expected: ./tallygate batch repair first)"
                    .formatted(identity.display(), number));
        }
    }
}
