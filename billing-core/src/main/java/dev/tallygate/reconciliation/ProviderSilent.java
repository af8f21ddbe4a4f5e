package dev.tallygate.reconciliation;

/** A provider did not say what it has: nothing can be called clean, and the run ends as failed. */
public final class ProviderSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProviderSilent(String provider, String why) {
        super(provider + " did not say what it has: " + why);
    }
}
