package dev.tallygate.payment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which deliveries may be made now, and when the next may: rows that are due, where their account is not paused. */
final class DueDeliveries {
    private final DeliveryRepository deliveries;
    private final AccountPauses pauses;
    private final DeliveryHolds holds;
    private final RestoreWatch watch;
    private final PaymentProviders providers;

    DueDeliveries(
            DeliveryRepository deliveries,
            AccountPauses pauses,
            DeliveryHolds holds,
            RestoreWatch watch,
            PaymentProviders providers) {
        this.deliveries = deliveries;
        this.pauses = pauses;
        this.holds = holds;
        this.watch = watch;
        this.providers = providers;
    }

    /**
     * The most urgent ones first; none where the database turns out to be an older one. The mark is raised before any of
     * them is made.
     */
    List<Delivery> now(Instant now, int limit) {
        if (limit <= 0 || providers.names().isEmpty() || watch.isRestored()) {
            return List.of();
        }
        Closed closed = closed();
        Collection<String> open = closed.open(providers.names());
        List<Delivery> due =
                open.isEmpty() ? List.of() : deliveries.due(new OpenAccounts(open, closed.kinds()), now, limit);
        if (!due.isEmpty()) {
            watch.mark(now);
        }
        return due;
    }

    /** By which accounts are slowed down. */
    AccountPauses pauses() {
        return pauses;
    }

    /** As {@link RestoreWatch#isRestored}. */
    boolean noticeRestore() {
        return watch.isRestored();
    }

    /** What is paused is due when its pause is over. */
    Optional<Instant> nextTime() {
        Closed closed = closed();
        Collection<String> open = closed.open(providers.names());
        Stream<Instant> unpaused =
                open.isEmpty() ? Stream.empty() : deliveries.nextTime(new OpenAccounts(open, closed.kinds())).stream();
        Stream<Instant> paused = closed.pauses().stream()
                .filter(pause -> closed.holds().stream()
                        .noneMatch(hold -> hold.provider().equals(pause.provider())))
                .flatMap(pause -> nextTime(pause).stream());
        return Stream.concat(unpaused, paused).min(Instant::compareTo);
    }

    /** Why calls wait now, a sentence for each account or kind of call. */
    List<String> obstacles() {
        Closed closed = closed();
        return Stream.concat(
                        closed.holds().stream().map(Hold::sentence),
                        closed.pauses().stream().map(Paused::sentence))
                .toList();
    }

    private Optional<Instant> nextTime(Paused paused) {
        return deliveries
                .nextTime(new OpenAccounts(Set.of(paused.provider()), Set.of()))
                .map(next -> next.isAfter(paused.pause().untilTime())
                        ? next
                        : paused.pause().untilTime());
    }

    private Closed closed() {
        List<Hold> held = holds.inForce().stream()
                .filter(hold -> providers.named(hold.provider()).isPresent())
                .toList();
        List<Paused> all = new ArrayList<>();
        for (PaymentProvider provider : providers.all()) {
            pauses.inForce(ProviderAccount.of(provider)).forEach(pause -> all.add(new Paused(provider.name(), pause)));
        }
        return new Closed(held, all);
    }

    /** A pause of a provider's account that is switched on. */
    private record Paused(String provider, Pause pause) {
        String kind() {
            return provider + "/" + pause.scope();
        }

        String sentence() {
            String what = pause.isOfAccount() ? provider : provider + " " + pause.scope();
            return "%s waits until %s: %s".formatted(what, pause.untilTime(), pause.reason());
        }
    }

    /** All holds and pauses at once. */
    private record Closed(List<Hold> holds, List<Paused> pauses) {
        Collection<String> open(Collection<String> names) {
            return names.stream()
                    .filter(name ->
                            holds.stream().noneMatch(hold -> hold.provider().equals(name)))
                    .filter(name -> pauses.stream()
                            .noneMatch(paused -> paused.provider().equals(name)
                                    && paused.pause().isOfAccount()))
                    .toList();
        }

        List<String> kinds() {
            return pauses.stream().map(Paused::kind).toList();
        }
    }
}
