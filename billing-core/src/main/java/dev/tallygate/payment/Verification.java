package dev.tallygate.payment;

/** Whether a webhook's bytes come from the provider, and for this mode. */
public sealed interface Verification {

    record Genuine(ProviderEvent event) implements Verification {}

    /** Forged, stale, malformed or of the other mode; the reason never repeats what was sent. */
    record Refused(String why) implements Verification {}
}
