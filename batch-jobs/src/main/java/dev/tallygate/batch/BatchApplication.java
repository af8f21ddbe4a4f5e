package dev.tallygate.batch;

/** Placeholder. */
public final class BatchApplication {
    private BatchApplication() {}

    /** Starts. */
    public static void main(String[] args) {}
}
