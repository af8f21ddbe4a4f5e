package dev.tallygate.batch.job;

import org.springframework.batch.core.job.Job;

/** A job as the frame runs it. */
public interface BatchJob {
    /** Its name: of the lease, of the runs, of the command. */
    String name();

    /** Whether a schedule may run it by itself; one that answers a person's question runs by its command only. */
    default boolean isPlannable() {
        return true;
    }

    /** Writes the report of a run that ended: JSON and text, unless the job has more to say. */
    default void write(RunReport report) {
        ReportFile.write(report);
    }

    /** The Batch job for one run: built anew for each, so that its parts may keep what belongs to the run. */
    Job build(RunContext context);
}
