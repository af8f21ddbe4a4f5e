package dev.tallygate.rig;

/** Placeholder. */
public final class Demo {
    private Demo() {}

    /** Starts. */
    public static void main(String[] args) {}
}
