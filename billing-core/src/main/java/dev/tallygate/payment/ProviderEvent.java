package dev.tallygate.payment;

import java.util.Optional;

/**
 * What a provider's webhook says.
 *
 * @param eventId the provider's, or the SHA-256 of the body where it gives none
 * @param objectId the object it is about, empty = none
 */
public record ProviderEvent(String eventId, String type, String objectId, Evidence evidence) {

    /** How far a webhook is to be believed about an invoice. */
    public sealed interface Evidence {

        /** It is about no invoice, or says nothing that is of use here. */
        record None() implements Evidence {}

        /** Its signature proves these facts. */
        record Proven(InvoiceFacts facts) implements Evidence {}

        /** Its signature is too weak for money: the provider is asked about the object, and its answer counts. */
        record Hint() implements Evidence {}

        /** Money went back, or may: the provider is asked about the refund or dispute that the event names. */
        record Back() implements Evidence {}

        /** Reports of usage were taken and not counted: the provider is asked which. */
        record UsageErrors() implements Evidence {}

        /**
         * A person has to know, and nothing is booked.
         *
         * @param reason UPPER_SNAKE
         * @param installationId whose object it is about, by our marks on it
         */
        record Notice(String reason, String detail, Optional<String> installationId) implements Evidence {}
    }

    /** With the facts that its signature proves, if it is about an invoice. */
    public static ProviderEvent proven(String eventId, String type, String objectId, Optional<InvoiceFacts> facts) {
        Evidence evidence = facts.<Evidence>map(Evidence.Proven::new).orElseGet(Evidence.None::new);
        return new ProviderEvent(eventId, type, objectId, evidence);
    }

    /** The facts that its signature proves. */
    public Optional<InvoiceFacts> facts() {
        return evidence instanceof Evidence.Proven proven ? Optional.of(proven.facts()) : Optional.empty();
    }
}
