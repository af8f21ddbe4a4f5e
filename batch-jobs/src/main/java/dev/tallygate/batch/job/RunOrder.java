package dev.tallygate.batch.job;

/** A run that is asked for. */
public record RunOrder(BatchJob job, RunIdentity identity, Repeat repeat, RunProgress progress, StopSignal stop) {

    /** What happens where the same run completed before. */
    public enum Repeat {
        /** It is followed by a run with the next number. */
        NEXT_NUMBER,
        /** It is not run again. */
        ONCE
    }
}
