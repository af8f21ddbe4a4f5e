package dev.tallygate.payment;

/** What a provider's adapter makes of a call before anything is sent. */
public sealed interface Prepared {

    /**
     * A request that may be sent.
     *
     * @param endpoint method and path: a key is good for this one only
     * @param request endpoint and parameters as text, in a stable order: its hash is what a retry is compared with
     */
    record Ready(String endpoint, String request) implements Prepared {}

    /** The provider cannot be told this, for example an amount that its smallest unit cannot hold. */
    record Impossible(String why) implements Prepared {}
}
