package dev.tallygate.payment;

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

    /** Which reports an event says were not counted. */
    Fetched<List<UsageError>> fetchErrors(String eventId);

    /**
     * A report that was taken and not counted.
     *
     * @param identifier ours
     * @param code the provider's; any that it may invent
     */
    record UsageError(String identifier, String code, String message) {}
}
