package dev.tallygate.payment;

import java.util.Map;

/** The door for webhooks: verified on raw bytes, stored once, settled later. */
public final class WebhookInbox {

    /**
     * Verifies and stores; durable when it returns {@link Receipt.Stored}. A database that is away is thrown: answer 503.
     *
     * @param headers names in lower case
     */
    public Receipt receive(String provider, byte[] body, Map<String, String> headers) {
        return new Receipt.ProviderUnknown();
    }
}
