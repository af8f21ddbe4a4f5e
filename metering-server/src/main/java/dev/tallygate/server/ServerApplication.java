package dev.tallygate.server;

/** Placeholder. */
public final class ServerApplication {
    private ServerApplication() {}

    /** Starts. */
    public static void main(String[] args) {}
}
