package dev.tallygate.customer;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes the stretches of one customer whose gate is held; stretches never overlap before or after. */
final class StretchEditor {
    private final SubscriptionRepository repository;
    private final long customerKey;

    StretchEditor(SubscriptionRepository repository, long customerKey) {
        this.repository = repository;
        this.customerKey = customerKey;
    }

    /** No stretch of any subscription holds from {@code end} on. */
    void cutAll(Instant end) {
        cut(repository.ofCustomer(customerKey), end);
    }

    /** None of these stretches holds from {@code end} on: later ones go, the one that contains it ends there. */
    void cut(List<Stretch> stretches, Instant end) {
        for (Stretch stretch : stretches) {
            if (!stretch.start().isBefore(end)) {
                repository.delete(customerKey, stretch.start());
            } else if (stretch.touches(end, Instant.MAX)) {
                repository.setEnd(customerKey, stretch.start(), end);
            }
        }
    }

    /** The stretch is what {@code other} says within the other's time, and stays as it is before and after. */
    void replaceWithin(Stretch stretch, Stretch other, Instant createdTime) {
        Instant from = stretch.start().isAfter(other.start()) ? stretch.start() : other.start();
        @Nullable Instant until = earlier(stretch.end(), other.end());
        repository.delete(customerKey, stretch.start());
        if (stretch.start().isBefore(from)) {
            insert(stretch, stretch.planVersionId(), stretch.start(), from, createdTime);
        }
        insert(stretch, other.planVersionId(), from, until, createdTime);
        if (until != null && !until.equals(stretch.end())) {
            insert(stretch, stretch.planVersionId(), until, stretch.end(), createdTime);
        }
    }

    private void insert(
            Stretch stretch, long planVersionId, Instant start, @Nullable Instant end, Instant createdTime) {
        repository.insert(
                customerKey,
                new Stretch(stretch.subscriptionId(), planVersionId, stretch.currency(), start, end),
                createdTime);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /**
     * From {@code from} on, these stretches of one subscription are one stretch under the version, up to where the last of
     * them ended.
     */
    void replaceFrom(List<Stretch> stretches, Instant from, long planVersionId, Instant createdTime) {
        Stretch last = stretches.getLast();
        @Nullable Instant end = last.end();
        cut(stretches, from);
        Stretch next = new Stretch(last.subscriptionId(), planVersionId, last.currency(), from, end);
        repository.insert(customerKey, next, createdTime);
    }
}
