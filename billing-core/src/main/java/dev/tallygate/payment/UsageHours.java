package dev.tallygate.payment;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.database.Transactions;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageFeed;
import dev.tallygate.usage.UsageReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up recorded usage by the hour for plans that the provider rates: each row once, by its seq. Rows that came after the
 * close of their period are left out, since our own invoices have them.
 */
final class UsageHours {
    private static final int PAGE = 1_000;

    /** An event may be recorded a little before the time that it names. */
    private static final Duration AHEAD_MAX = Duration.ofHours(1);

    private final UsageHourRepository repository;
    private final UsageReader events;
    private final UsageFeed feed;
    private final PlanCatalog plans;
    private final Transactions transactions;

    UsageHours(
            UsageHourRepository repository,
            UsageReader events,
            UsageFeed feed,
            PlanCatalog plans,
            Transactions transactions) {
        this.repository = repository;
        this.events = events;
        this.feed = feed;
        this.plans = plans;
        this.transactions = transactions;
    }

    /**
     * Counts what was recorded since the last look; a page is one transaction.
     *
     * @param since where the customer is looked at for the first time: the start of what the provider rates
     */
    void count(long customerKey, Instant since) {
        long seen = repository.seenSeq(customerKey).orElseGet(() -> begin(customerKey, since));
        List<RecordedEvent> page = events.events(customerKey, seen, PAGE);
        while (!page.isEmpty() && add(customerKey, seen, page)) {
            seen = page.getLast().seq();
            page = page.size() < PAGE ? List.of() : events.events(customerKey, seen, PAGE);
        }
    }

    /** All that is counted of a period. */
    long total(long customerKey, long planVersionId, BillingPeriod period) {
        return repository.ofPeriod(customerKey, planVersionId, period).values().stream()
                .mapToLong(Long::longValue)
                .reduce(0, Math::addExact);
    }

    private long begin(long customerKey, Instant since) {
        long seen = feed.beforeTime(customerKey, since.minus(AHEAD_MAX));
        repository.insertMark(customerKey, seen);
        return repository.seenSeq(customerKey).orElseThrow();
    }

    private boolean add(long customerKey, long seen, List<RecordedEvent> page) {
        Map<UsageHour.Key, Long> added = new HashMap<>();
        page.stream()
                .filter(event -> !event.placement().late())
                .forEach(event -> added.merge(key(event), quantity(event), Math::addExact));
        added.values().removeIf(quantity -> quantity == 0);
        return transactions.call(() -> {
            boolean isMine =
                    repository.moveMark(customerKey, seen, page.getLast().seq());
            if (isMine) {
                added.forEach(repository::add);
            }
            return isMine;
        });
    }

    private static UsageHour.Key key(RecordedEvent event) {
        Instant hour = event.event().usedAt().orElseThrow().truncatedTo(ChronoUnit.HOURS);
        return new UsageHour.Key(event.customerKey(), event.placement().planVersionId(), hour);
    }

    /** 0 under a plan that we rate. */
    private long quantity(RecordedEvent event) {
        PlanVersion version = plans.version(event.placement().planVersionId());
        if (!version.plan().isRatedByProvider()) {
            return 0;
        }
        return version.plan().usageCharges().getFirst().quantityOf(event.quantities());
    }
}
