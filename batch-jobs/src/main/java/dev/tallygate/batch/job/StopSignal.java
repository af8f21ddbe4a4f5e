package dev.tallygate.batch.job;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** Asks one run to stop at its next chunk; who runs the same again goes on there. */
public final class StopSignal {
    private @Nullable JobExecution execution;
    private boolean stopped;

    /** Asks for it, also before the run has begun. */
    public synchronized void stop() {
        stopped = true;
        apply();
    }

    public synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void watch(JobExecution watched) {
        execution = watched;
        apply();
    }

    /** A step looks at its own mark after each chunk, a job at its status before each step. */
    private void apply() {
        if (stopped && execution != null && execution.getStatus().isRunning()) {
            execution.setStatus(BatchStatus.STOPPING);
            execution.getStepExecutions().forEach(StepExecution::setTerminateOnly);
        }
    }
}
