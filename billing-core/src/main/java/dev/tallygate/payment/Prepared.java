package dev.tallygate.payment;

/** What a provider's adapter makes of a call before anything is sent. */
public sealed interface Prepared {

    /** Endpoint and parameters as text, in a stable order: its hash is what a retry is compared with. */
    record Ready(String request) implements Prepared {}

    /** The provider cannot be told this, for example an amount that its smallest unit cannot hold. */
    record Impossible(String why) implements Prepared {}
}
