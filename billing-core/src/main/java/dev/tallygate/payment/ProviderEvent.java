package dev.tallygate.payment;

import java.util.Optional;

/**
 * What a provider's webhook says.
 *
 * @param eventId the provider's, or the SHA-256 of the body where it gives none
 * @param objectId the object it is about, empty = none
 * @param facts of the invoice it is about, if it is about one
 */
public record ProviderEvent(String eventId, String type, String objectId, Optional<InvoiceFacts> facts) {}
