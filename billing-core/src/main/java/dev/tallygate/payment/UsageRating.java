package dev.tallygate.payment;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a provider that rates usage by itself answers, beside its {@link RatedCall}s. Every outcome is a value. */
public interface UsageRating {

    /** Older usage than this it takes no more. */
    Duration usageAgeMax();

    /** Between a report and the sum that has it. */
    Duration countingLag();

    /** What was counted in each hour of the period in which there was anything, by the hour's start. */
    Fetched<Map<Instant, BigDecimal>> fetchHours(String meterId, String providerCustomerId, BillingPeriod period);

    /** What the provider's own invoice is made of: usage as it rated it, and items of ours. */
    Fetched<RatedParts> fetchParts(String providerInvoiceId);

    /** Which reports an event says were not counted. */
    Fetched<List<UsageError>> fetchErrors(String eventId);

    /**
     * What an invoice of the provider's is made of; whatever else is on it is in its total alone.
     *
     * @param quantity that it rated
     * @param usage what it made of that
     * @param items with our marks
     */
    record RatedParts(BigDecimal quantity, Money usage, List<Item> items) {
        public RatedParts {
            items = List.copyOf(items);
        }
    }

    /** One item of ours, for a part of an earlier invoice. */
    record Item(String invoiceId, Money amount) {}

    /**
     * A report that was taken and not counted.
     *
     * @param identifier ours
     * @param code the provider's; any that it may invent
     */
    record UsageError(String identifier, String code, String message) {}
}
