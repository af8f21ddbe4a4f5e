package dev.tallygate.sandbox;

/** Placeholder. */
public final class SandboxMain {
    private SandboxMain() {}

    /** Starts. */
    public static void main(String[] args) {}
}
