package dev.tallygate.batch.job;

import dev.tallygate.operation.LeaseBook;
import dev.tallygate.operation.LeaseBook.Lease;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.repository.JobRepository;

/**
 * {@code repair}: mends runs whose outcome the job repository does not know, as after a crash of the database: UNKNOWN
 * becomes FAILED, and the next start resumes them. Guarded: a job whose lease is alive is left alone.
 */
public final class RunRepair {
    private final RunStore runs;
    private final LeaseBook leases;
    private final JobRepository repository;
    private final Clock clock;

    public RunRepair(JobRepository repository, LeaseBook leases, Clock clock) {
        this.runs = new RunStore(repository);
        this.leases = leases;
        this.repository = repository;
        this.clock = clock;
    }

    /** Mends the runs of every job there is. */
    public RunExit repair(RunProgress progress) {
        RunExit exit = RunExit.DONE;
        for (String jobName : List.copyOf(repository.getJobNames())) {
            if (!repair(jobName, progress)) {
                exit = RunExit.FAILED;
            }
        }
        return exit;
    }

    private boolean repair(String jobName, RunProgress progress) {
        Optional<Lease> lease = leases.acquire(JobRunner.leaseName(jobName));
        if (lease.isEmpty()) {
            String holder = leases.holder(JobRunner.leaseName(jobName)).orElse("another process");
            progress.say("%s: not repaired, it is running (%s)".formatted(jobName, holder));
            return false;
        }
        try {
            int interrupted = runs.failInterrupted(jobName, clock.instant());
            int unknown = runs.failUnknown(jobName, clock.instant());
            progress.say("%s: %d runs mended; the same command that started them resumes them"
                    .formatted(jobName, interrupted + unknown));
            return true;
        } finally {
            leases.release(lease.get());
        }
    }
}
