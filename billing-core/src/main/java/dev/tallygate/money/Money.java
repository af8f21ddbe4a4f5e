package dev.tallygate.money;

/** Placeholder. */
public final class Money {
    private Money() {}

    /** Starts. */
    public static void main(String[] args) {}
}
