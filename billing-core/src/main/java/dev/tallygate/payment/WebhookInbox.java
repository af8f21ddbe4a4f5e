package dev.tallygate.payment;

import dev.tallygate.time.UtcTimes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return providers
                .named(provider)
                .map(known -> stored(known, known.verify(body, headers, clock.instant()), body))
                .orElseGet(Receipt.ProviderUnknown::new);
    }

    /** As {@link #receive}, of thin events, which have an address and secrets of their own. */
    public Receipt receiveThin(String provider, byte[] body, Map<String, String> headers) {
        return providers
                .named(provider)
                .map(known -> stored(known, known.verifyThin(body, headers, clock.instant()), body))
                .orElseGet(Receipt.ProviderUnknown::new);
    }

    private Receipt stored(PaymentProvider provider, Verification verification, byte[] body) {
        return switch (verification) {
            case Verification.Genuine genuine -> store(provider, genuine.event(), body);
            case Verification.Refused refused -> {
                LOG.warn("webhook refused: provider={} why={}", provider.name(), refused.why());
                yield new Receipt.Refused(refused.why());
            }
        };
    }

    /**
     * Stores events that are known to be the provider's, told by a page of its list; most were told before.
     *
     * @param bodies some hundred at most
     * @return how many were not there
     */
    int storeListed(PaymentProvider provider, List<String> bodies) {
        Map<String, byte[]> told = new LinkedHashMap<>();
        for (String text : bodies) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            told.put(provider.read(body).eventId(), body);
        }
        told.keySet().removeAll(events.stored(EventSource.of(provider), told.keySet()));
        return (int) told.values().stream()
                .filter(body -> insert(provider, provider.read(body), body) instanceof Receipt.Stored)
                .count();
    }

    private Receipt store(PaymentProvider provider, ProviderEvent event, byte[] body) {
        return events.exists(EventSource.of(provider), event.eventId())
                ? new Receipt.Repeated(event.eventId())
                : insert(provider, event, body);
    }

    private Receipt insert(PaymentProvider provider, ProviderEvent event, byte[] body) {
        try {
            events.insert(EventSource.of(provider), event, body, UtcTimes.toMicros(clock.instant()));
            return new Receipt.Stored(event.eventId());
        } catch (DuplicateKeyException theTwinWasFirst) {
            return new Receipt.Repeated(event.eventId());
        }
    }
}
