package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeCollection;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.net.ApiResource;
import com.stripe.param.billing.MeterEventSummaryListParams;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.UsageRating;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What Stripe's meters have counted, and what they have not. */
final class StripeRating implements UsageRating {
    /** 35 days, less an hour for clocks that differ. */
    private static final Duration AGE_MAX = Duration.ofDays(35).minusHours(1);

    /** Summaries follow their events "eventually". */
    private static final Duration LAG = Duration.ofMinutes(10);

    private final StripeClient client;
    private final StripeReads reads;
    private final StripeParts parts;

    StripeRating(StripeClient client, StripeReads reads) {
        this.client = client;
        this.reads = reads;
        this.parts = new StripeParts(client);
    }

    @Override
    public Duration usageAgeMax() {
        return AGE_MAX;
    }

    @Override
    public Duration countingLag() {
        return LAG;
    }

    @Override
    public Fetched<Map<Instant, BigDecimal>> fetchHours(
            String meterId, String providerCustomerId, BillingPeriod period) {
        MeterEventSummaryListParams.Builder page = MeterEventSummaryListParams.builder()
                .setCustomer(providerCustomerId)
                .setStartTime(period.start().getEpochSecond())
                .setEndTime(period.end().getEpochSecond())
                .setValueGroupingWindow(MeterEventSummaryListParams.ValueGroupingWindow.HOUR)
                .setLimit(StripeReads.PAGE);
        Map<Instant, BigDecimal> hours = new HashMap<>();
        try {
            StripeCollection<MeterEventSummary> found;
            do {
                found = client.v1().billing().meters().eventSummaries().list(meterId, page.build());
                for (MeterEventSummary summary : found.getData()) {
                    page.setStartingAfter(summary.getId());
                    hours.put(Instant.ofEpochSecond(summary.getStartTime()), summary.getAggregatedValue());
                }
            } while (found.getHasMore());
            return new Fetched.Found<>(Map.copyOf(hours));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        }
    }

    @Override
    public Fetched<RatedParts> fetchParts(String providerInvoiceId) {
        return parts.of(providerInvoiceId);
    }

    /** The SDK hides the samples, so the event's own JSON is read. */
    @Override
    public Fetched<List<UsageError>> fetchErrors(String eventId) {
        try {
            String body = client.rawRequest(ApiResource.RequestMethod.GET, "/v2/core/events/" + eventId, null)
                    .body();
            return new Fetched.Found<>(errors(reads.tree(body).path("data").path("reason")));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        } catch (StripeReads.Unreadable | JacksonException broken) {
            return new Fetched.Unknown<>("Stripe's event " + eventId + " cannot be read");
        }
    }

    private static List<UsageError> errors(JsonNode reason) {
        List<UsageError> errors = new ArrayList<>();
        for (JsonNode type : reason.path("error_types")) {
            for (JsonNode sample : type.path("sample_errors")) {
                String identifier = identifier(sample.path("request"));
                if (!identifier.isEmpty()) {
                    errors.add(new UsageError(
                            identifier,
                            StripeEvents.text(type.path("code")),
                            StripeEvents.text(sample.path("error_message"))));
                }
            }
        }
        return errors;
    }

    /** Older reports name it by the idempotency key. */
    private static String identifier(JsonNode request) {
        String identifier = StripeEvents.text(request.path("identifier"));
        return identifier.isEmpty() ? StripeEvents.text(request.path("idempotency_key")) : identifier;
    }
}
