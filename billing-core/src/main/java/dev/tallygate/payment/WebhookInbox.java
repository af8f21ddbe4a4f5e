package dev.tallygate.payment;

import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/** The door for webhooks: verified on raw bytes, stored once, settled later. */
public final class WebhookInbox {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookInbox.class);

    private final ProviderEventRepository events;
    private final PaymentProviders providers;
    private final Clock clock;

    WebhookInbox(ProviderEventRepository events, PaymentProviders providers, Clock clock) {
        this.events = events;
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * Verifies and stores; durable when it returns {@link Receipt.Stored}. A database that is away is thrown: answer 503.
     *
     * @param headers names in lower case
     */
    public Receipt receive(String provider, byte[] body, Map<String, String> headers) {
        Optional<PaymentProvider> known = providers.named(provider);
        if (known.isEmpty()) {
            return new Receipt.ProviderUnknown();
        }
        return switch (known.get().verify(body, headers, clock.instant())) {
            case Verification.Genuine genuine -> store(provider, genuine.event(), body);
            case Verification.Refused refused -> {
                LOG.warn("webhook refused: provider={} why={}", provider, refused.why());
                yield new Receipt.Refused(refused.why());
            }
        };
    }

    private Receipt store(String provider, ProviderEvent event, byte[] body) {
        if (events.exists(provider, event.eventId())) {
            return new Receipt.Repeated(event.eventId());
        }
        try {
            events.insert(provider, event, body, UtcTimes.toMicros(clock.instant()));
            return new Receipt.Stored(event.eventId());
        } catch (DuplicateKeyException theTwinWasFirst) {
            return new Receipt.Repeated(event.eventId());
        }
    }
}
