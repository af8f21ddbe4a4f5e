package dev.tallygate.batch.job;

/** How a run ended, as the exit code of its command tells. */
public enum RunExit {
    /** All done; also where a twin holds the lease. */
    DONE(0),
    /** Failed, wrongly called, or a figure did not agree. */
    FAILED(1),
    /** Done, with something for a person: parked, or a difference. */
    PARKED(2);

    private final int code;

    RunExit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
