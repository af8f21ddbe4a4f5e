package dev.tallygate.usage;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;

/** A customer's recorded events as they come in, each with what priced it. Reads along the primary key, forwards. */
public final class UsageFeed {
    private final UsageEventRepository events;
    private final PlanCatalog plans;

    UsageFeed(UsageEventRepository events, PlanCatalog plans) {
        this.events = events;
        this.plans = plans;
    }

    /**
     * An event and what its plan version says of it.
     *
     * @param chargeIds of the charges that have a price for what the event counts, in plan order; where an allowance
     *     covers it, or it is the first of many in a package, its cost may be 0 all the same
     * @param unpricedMeters counted by the event, and without a price for its model
     */
    public record PricedEvent(
            RecordedEvent recorded, PlanVersion version, List<String> chargeIds, NavigableSet<String> unpricedMeters) {
        public PricedEvent {
            chargeIds = List.copyOf(chargeIds);
        }
    }

    /** Events with a seq above this one, in the order of seq. */
    public List<PricedEvent> after(long customerKey, long seq, int limit) {
        return events.page(customerKey, seq, limit).stream().map(this::priced).toList();
    }

    private PricedEvent priced(RecordedEvent recorded) {
        PlanVersion version = plans.version(recorded.placement().planVersionId());
        ModelPricing pricing = version.plan().pricingFor(recorded.event().modelId());
        Quantities quantities = recorded.quantities();
        List<String> chargeIds = pricing.charges().stream()
                .map(ModelPricing.KeyedCharge::charge)
                .filter(charge -> counts(charge, quantities))
                .map(UsageCharge::id)
                .toList();
        return new PricedEvent(recorded, version, chargeIds, pricing.unpricedMeters(quantities));
    }

    private static boolean counts(UsageCharge charge, Quantities quantities) {
        return charge.meters().stream().anyMatch(meter -> quantities.quantityOf(meter) != 0);
    }

    /** The seq after which the customer's last {@code count} events stand. */
    public long beforeLast(long customerKey, int count) {
        List<Long> last = events.lastSeqs(customerKey, count);
        return last.isEmpty() ? 0 : last.getLast() - 1;
    }

    /** The seq after which the events stand that were recorded at this time or later: a search by halves over the key. */
    public long beforeTime(long customerKey, Instant time) {
        long low = 0;
        long high = beforeLast(customerKey, 1) + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            boolean later = events.firstRecorded(customerKey, middle)
                    .map(recorded -> !recorded.isBefore(time))
                    .orElse(true);
            if (later) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
