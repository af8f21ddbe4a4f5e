package dev.tallygate.batch.cli;

/** How a command ends, for scripts. */
public final class ExitCodes {
    /** All done. */
    public static final int DONE = 0;
    /** Failed or wrongly called. */
    public static final int FAILED = 1;
    /** Done, and something waits for a person. */
    public static final int PARKED = 2;

    private ExitCodes() {}
}
