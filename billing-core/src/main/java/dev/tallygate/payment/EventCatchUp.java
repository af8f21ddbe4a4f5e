package dev.tallygate.payment;

import dev.tallygate.operation.Installation;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds what no webhook told: lists each provider's events since the last time that all of them were listed, and stores
 * those that are missing as if they had come. A webhook that comes later is then a repetition.
 */
public final class EventCatchUp {
    /** What happened while the last list was read may have been on none of its pages. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    private final CatchUpRepository catchUps;
    private final WebhookInbox inbox;
    private final PaymentProviders providers;
    private final Installation installation;
    private final Clock clock;

    EventCatchUp(
            CatchUpRepository catchUps,
            WebhookInbox inbox,
            PaymentProviders providers,
            Installation installation,
            Clock clock) {
        this.catchUps = catchUps;
        this.inbox = inbox;
        this.providers = providers;
        this.installation = installation;
        this.clock = clock;
    }

    /**
     * What one listing gave.
     *
     * @param since events from then on were asked for
     * @param stored events that had not come
     * @param obstacle why the list was not read to its end; the next run begins at the same time again
     */
    public record Caught(String provider, Instant since, int stored, Optional<String> obstacle) {}

    /** Lists the events of every provider that is on; no transaction is open while they are asked. */
    public List<Caught> catchUp() {
        return providers.names().stream()
                .sorted()
                .flatMap(name -> providers.named(name).stream())
                .map(this::catchUp)
                .toList();
    }

    private Caught catchUp(PaymentProvider provider) {
        Instant now = UtcTimes.toMicros(clock.instant());
        Instant since = since(provider, now);
        int stored = 0;
        String next = EventPage.FIRST;
        while (true) {
            Fetched<EventPage> answer = provider.listEvents(since, next);
            if (!(answer instanceof Fetched.Found<EventPage> found)) {
                return new Caught(provider.name(), since, stored, Optional.of(obstacle(answer)));
            }
            stored += inbox.storeListed(provider, found.value().bodies());
            if (found.value().next().isEmpty()) {
                catchUps.listed(EventSource.of(provider), now.minus(OVERLAP));
                return new Caught(provider.name(), since, stored, Optional.empty());
            }
            next = found.value().next().get();
        }
    }

    /** Nothing of ours happened there before the installation was made, and nothing is kept beyond the provider's time. */
    private Instant since(PaymentProvider provider, Instant now) {
        Instant last = catchUps.listedUntil(EventSource.of(provider)).orElse(installation.createdTime());
        Instant oldest = now.minus(provider.eventLife());
        return last.isAfter(oldest) ? last : oldest;
    }

    private static String obstacle(Fetched<EventPage> answer) {
        return answer instanceof Fetched.Unknown<EventPage> unknown
                ? unknown.why()
                : "its events cannot be listed: 404";
    }
}
