package dev.tallygate.stripe;

/** Placeholder. */
public final class StripeX {
    private StripeX() {}

    /** Starts. */
    public static void main(String[] args) {}
}
