package dev.tallygate.usage;

import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.OwnReport;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One reported fact as it was sent; nothing in it is judged yet.
 *
 * @param usageTime when it was used, cut to microseconds; null = not told
 * @param modelId as served; empty = no model
 * @param subject who or what used it inside the customer; empty = not told
 */
public record UsageEvent(
        Identity identity,
        @Nullable Instant usageTime,
        String modelId,
        Reported reported,
        String subject,
        Context context) {

    private static final int BYTES_FIXED = 400;
    private static final int BYTES_ENTRY = 150;

    public UsageEvent {
        usageTime = usageTime == null ? null : UtcTimes.toMicros(usageTime);
    }

    /** Which fact it is; {@code correctsEventId} = the event that it voids or takes the place of, empty = it corrects none. */
    public record Identity(String eventId, String customerId, String correctsEventId) {}

    /** Quantities as sent; {@code own} are the meters of one's own by name. A usage event counts as one request by itself. */
    public record Reported(Tokens tokens, long computeMillis, SortedMap<String, Long> own) {

        public Reported {
            own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
        }

        /** What it adds to totals of built-in meters. */
        public Quantities builtIn() {
            return new Quantities(1, tokens, computeMillis, Collections.emptyNavigableMap());
        }

        /** All of it taken away again, as a void says it. */
        Reported negated() {
            TreeMap<String, Long> ownNegated = new TreeMap<>();
            own.forEach((meter, quantity) -> ownNegated.put(meter, -quantity));
            return new Reported(tokens.negated(), -computeMillis, ownNegated);
        }

        /** Whether it says the same; of a meter that is a number absent is 0, of any other it is not. */
        boolean saysTheSame(Reported other, Aggregations aggregations) {
            return tokens.equals(other.tokens)
                    && computeMillis == other.computeMillis
                    && compared(aggregations).equals(other.compared(aggregations));
        }

        private SortedMap<String, Long> compared(Aggregations aggregations) {
            if (own.isEmpty()) {
                return own;
            }
            TreeMap<String, Long> compared = new TreeMap<>(own);
            compared.entrySet()
                    .removeIf(meter -> meter.getValue() == 0
                            && aggregations.of(meter.getKey()).isNumber());
            return compared;
        }
    }

    /**
     * What is kept with the event and neither compared nor billed.
     *
     * @param modelProvider empty = not told
     * @param reservationId empty = it names none
     * @param latencyMillis null = not told
     * @param estimated the quantities are not the provider's
     */
    public record Context(
            String modelProvider,
            String reservationId,
            SortedMap<String, String> labels,
            @Nullable Long latencyMillis,
            boolean estimated) {

        public Context {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    /** An event to be completed; what is not named stays 0, empty or absent. */
    public static Builder builder(String eventId, String customerId) {
        return new Builder(eventId, customerId);
    }

    /** What it adds to totals; for an event that is sound. */
    Quantities quantities(Aggregations aggregations) {
        Quantities builtIn = reported.builtIn();
        return reported.own().isEmpty()
                ? builtIn
                : builtIn.plus(new OwnReport(reported.own(), subject, usedAt().orElseThrow(), eventId())
                        .counted(aggregations));
    }

    public String eventId() {
        return identity.eventId();
    }

    public String customerId() {
        return identity.customerId();
    }

    public Optional<Instant> usedAt() {
        return Optional.ofNullable(usageTime);
    }

    /** Whether it names another event that is wrong: it voids that, or is what a void in the same call makes room for. */
    boolean isCorrection() {
        return !identity.correctsEventId().isEmpty();
    }

    /** Whether it takes another event away. */
    boolean isVoid() {
        return usageTime == null && isCorrection();
    }

    /** About how much memory it holds, for the bounds of queues. */
    long bytes() {
        int texts = identity.eventId().length()
                + identity.customerId().length()
                + modelId.length()
                + subject.length()
                + context.modelProvider().length()
                + context.reservationId().length();
        int entries = reported.own().size() + context.labels().size();
        return BYTES_FIXED + texts + (long) BYTES_ENTRY * entries;
    }

    /** Names the parts of an event one by one. */
    public static final class Builder {

        private final String eventId;
        private final String customerId;
        private String correctsEventId = "";
        private @Nullable Instant usageTime;
        private String modelId = "";
        private String modelProvider = "";
        private String subject = "";
        private String reservationId = "";
        private final TreeMap<String, String> labels = new TreeMap<>();
        private @Nullable Long latencyMillis;
        private boolean estimated;
        private final Quantities.Builder builtIn = Quantities.builder();
        private final TreeMap<String, Long> own = new TreeMap<>();

        private Builder(String eventId, String customerId) {
            this.eventId = eventId;
            this.customerId = customerId;
        }

        public Builder usageTime(@Nullable Instant time) {
            usageTime = time;
            return this;
        }

        public Builder modelId(String id) {
            modelId = id;
            return this;
        }

        public Builder modelProvider(String name) {
            modelProvider = name;
            return this;
        }

        public Builder tokensIn(long quantity) {
            builtIn.tokensIn(quantity);
            return this;
        }

        public Builder tokensInCached(long quantity) {
            builtIn.tokensInCached(quantity);
            return this;
        }

        public Builder tokensInCacheWrite(long quantity) {
            builtIn.tokensInCacheWrite(quantity);
            return this;
        }

        public Builder tokensOut(long quantity) {
            builtIn.tokensOut(quantity);
            return this;
        }

        public Builder tokensOutReasoning(long quantity) {
            builtIn.tokensOutReasoning(quantity);
            return this;
        }

        public Builder computeMillis(long quantity) {
            builtIn.computeMillis(quantity);
            return this;
        }

        /** A meter of one's own. */
        public Builder own(String meter, long quantity) {
            own.put(meter, quantity);
            return this;
        }

        /** A meter by its name; throws {@link IllegalArgumentException} for a derived one, which follows from the others. */
        public Builder quantity(String meter, long quantity) {
            if (MeterName.builtIn().contains(meter)) {
                builtIn.quantity(meter, quantity);
                return this;
            }
            return own(meter, quantity);
        }

        public Builder subject(String text) {
            subject = text;
            return this;
        }

        public Builder reservationId(String id) {
            reservationId = id;
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder labels(Map<String, String> more) {
            labels.putAll(more);
            return this;
        }

        public Builder latencyMillis(@Nullable Long millis) {
            latencyMillis = millis;
            return this;
        }

        public Builder estimated(boolean isEstimated) {
            estimated = isEstimated;
            return this;
        }

        public Builder correctsEventId(String id) {
            correctsEventId = id;
            return this;
        }

        public UsageEvent build() {
            Quantities quantities = builtIn.build();
            return new UsageEvent(
                    new Identity(eventId, customerId, correctsEventId),
                    usageTime,
                    modelId,
                    new Reported(quantities.tokens(), quantities.computeMillis(), own),
                    subject,
                    new Context(modelProvider, reservationId, labels, latencyMillis, estimated));
        }
    }
}
