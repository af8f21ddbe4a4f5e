package dev.tallygate.usage;

import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.UsageEvent.Context;
import dev.tallygate.usage.UsageEvent.Reported;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What an event must look like, whoever sends it and whenever (ledger.md sections 2, 3 and 5). */
public final class EventRules {

    private static final int MODEL_ID_BYTES_MAX = 128;
    private static final int MODEL_PROVIDER_BYTES_MAX = 64;
    private static final int SUBJECT_BYTES_MAX = 128;
    private static final int OWN_METERS_MAX = 16;
    private static final int LABELS_MAX = 8;
    private static final int LABEL_BYTES_MAX = 512;

    private EventRules() {}

    /** Whether it can be the id of a recorded event. */
    static boolean isEventId(String eventId) {
        return FieldRules.isId(eventId, FieldRules.ID_BYTES_MAX);
    }

    /** The first rule that the event's content breaks. */
    static Optional<Rejected> broken(UsageEvent event) {
        try {
            if (event.isCorrection()) {
                FieldRules.id("corrects_event_id", event.identity().correctsEventId());
            }
            if (event.isVoid()) {
                checkVoid(event);
            } else {
                checkUsage(event);
            }
            return Optional.empty();
        } catch (Rejected rejected) {
            return Optional.of(rejected);
        }
    }

    /**
     * Lets an empty or legal model_id pass.
     *
     * @throws Rejected {@code MODEL_ID_INVALID}
     */
    public static void checkModelId(String modelId) {
        if (!modelId.isEmpty() && !FieldRules.isId(modelId, MODEL_ID_BYTES_MAX)) {
            throw Rejected.field(
                    Reason.MODEL_ID_INVALID,
                    "model_id",
                    modelId,
                    "at most 128 visible ASCII characters without blanks");
        }
    }

    /**
     * Lets quantities pass that an event may have.
     *
     * @throws Rejected {@code QUANTITY_NEGATIVE}, {@code QUANTITY_TOO_LARGE}, {@code PART_EXCEEDS_WHOLE}, {@code
     *     METER_INVALID} or {@code FIELD_INVALID}
     */
    public static void checkQuantities(Reported reported) {
        Tokens tokens = reported.tokens();
        checkQuantity(MeterName.TOKENS_IN, tokens.in());
        checkQuantity(MeterName.TOKENS_IN_CACHED, tokens.inCached());
        checkQuantity(MeterName.TOKENS_IN_CACHE_WRITE, tokens.inCacheWrite());
        checkQuantity(MeterName.TOKENS_OUT, tokens.out());
        checkQuantity(MeterName.TOKENS_OUT_REASONING, tokens.outReasoning());
        checkQuantity(MeterName.COMPUTE_MILLIS, reported.computeMillis());
        checkParts(tokens);
        checkOwn(reported.own());
    }

    private static void checkUsage(UsageEvent event) {
        checkModelId(event.modelId());
        checkQuantities(event.reported());
        checkSubject(event.subject());
        checkContext(event.context());
        checkUsageTime(event);
    }

    /** A void takes all of an event away: it has nothing to say but which. */
    private static void checkVoid(UsageEvent event) {
        checkAbsent("model_id", event.modelId());
        checkAbsent("subject", event.subject());
        checkAbsent("model_provider", event.context().modelProvider());
        checkAbsent("reservation_id", event.context().reservationId());
        for (String meter : MeterName.builtIn()) {
            long quantity = event.reported().builtIn().quantityOf(meter);
            if (!meter.equals(MeterName.REQUESTS) && !MeterName.isDerived(meter) && quantity != 0) {
                throw notInVoid(meter, quantity);
            }
        }
        event.reported().own().forEach((meter, quantity) -> {
            throw notInVoid("quantities." + meter, quantity);
        });
        if (!event.context().labels().isEmpty()) {
            throw notInVoid("labels", event.context().labels().size() + " labels");
        }
        Long latencyMillis = event.context().latencyMillis();
        if (latencyMillis != null) {
            throw notInVoid("latency_millis", latencyMillis);
        }
        if (event.context().estimated()) {
            throw notInVoid("estimated", true);
        }
    }

    private static void checkAbsent(String field, String text) {
        if (!text.isEmpty()) {
            throw notInVoid(field, text);
        }
    }

    private static Rejected notInVoid(String field, Object given) {
        return Rejected.field(
                Reason.FIELD_INVALID,
                field,
                given,
                "nothing: a void has event_id, customer_id and corrects_event_id only, what replaces an event has a"
                        + " usage_time");
    }

    /**
     * Lets 0 to 10^12 pass.
     *
     * @throws Rejected {@code QUANTITY_NEGATIVE} or {@code QUANTITY_TOO_LARGE}
     */
    public static void checkQuantity(String field, long quantity) {
        if (quantity < 0) {
            throw Rejected.field(Reason.QUANTITY_NEGATIVE, field, quantity, ">= 0");
        }
        if (quantity > Quantities.EVENT_MAX) {
            throw Rejected.field(Reason.QUANTITY_TOO_LARGE, field, quantity, "<= " + Quantities.EVENT_MAX);
        }
    }

    private static void checkParts(Tokens tokens) {
        if (tokens.inUncached() < 0) {
            throw Rejected.field(
                    Reason.PART_EXCEEDS_WHOLE,
                    MeterName.TOKENS_IN,
                    tokens.in(),
                    ">= its parts: tokens_in_cached %d + tokens_in_cache_write %d"
                            .formatted(tokens.inCached(), tokens.inCacheWrite()));
        }
        if (tokens.outPlain() < 0) {
            throw Rejected.field(
                    Reason.PART_EXCEEDS_WHOLE,
                    MeterName.TOKENS_OUT,
                    tokens.out(),
                    ">= its part: tokens_out_reasoning " + tokens.outReasoning());
        }
    }

    private static void checkOwn(Map<String, Long> own) {
        if (own.size() > OWN_METERS_MAX) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "quantities", own.size() + " meters", "at most " + OWN_METERS_MAX);
        }
        own.forEach((meter, quantity) -> {
            if (!MeterName.isLegalOwn(meter)) {
                throw Rejected.field(
                        Reason.METER_INVALID,
                        "quantities",
                        meter,
                        "a name of 1 to 64 visible ASCII characters that is no built-in meter's");
            }
            checkQuantity("quantities." + meter, quantity);
        });
    }

    /** Why a unique meter cannot count the event: nobody is said to have used it. */
    static Optional<Rejected> withoutSubject(UsageEvent event, Aggregations aggregations) {
        if (!event.subject().isEmpty()) {
            return Optional.empty();
        }
        return event.reported().own().entrySet().stream()
                .filter(meter -> meter.getValue() > 0 && aggregations.of(meter.getKey()) == Aggregation.UNIQUE)
                .findFirst()
                .map(meter -> Rejected.field(
                        Reason.FIELD_INVALID,
                        "subject",
                        "",
                        "who used it: " + meter.getKey() + " is a unique meter, which counts subjects"));
    }

    private static void checkSubject(String subject) {
        FieldRules.text("subject", subject, SUBJECT_BYTES_MAX);
        if (bytesOf(subject) > SUBJECT_BYTES_MAX) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "subject", subject, "at most " + SUBJECT_BYTES_MAX + " bytes in UTF-8");
        }
    }

    private static void checkContext(Context context) {
        if (!context.modelProvider().isEmpty() && !FieldRules.isId(context.modelProvider(), MODEL_PROVIDER_BYTES_MAX)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "model_provider",
                    context.modelProvider(),
                    "at most 64 visible ASCII characters without blanks");
        }
        if (!context.reservationId().isEmpty()) {
            FieldRules.id("reservation_id", context.reservationId());
        }
        Long latencyMillis = context.latencyMillis();
        if (latencyMillis != null && (latencyMillis < 0 || latencyMillis > Quantities.EVENT_MAX)) {
            throw Rejected.field(Reason.FIELD_INVALID, "latency_millis", latencyMillis, "0 to " + Quantities.EVENT_MAX);
        }
        checkLabels(context.labels());
    }

    private static void checkLabels(Map<String, String> labels) {
        if (labels.size() > LABELS_MAX) {
            throw Rejected.field(Reason.LABEL_INVALID, "labels", labels.size() + " labels", "at most " + LABELS_MAX);
        }
        int bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!FieldRules.isId(label.getKey(), LABEL_BYTES_MAX)) {
                throw Rejected.field(
                        Reason.LABEL_INVALID, "labels", label.getKey(), "keys of visible ASCII characters");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(label.getValue())) {
                throw Rejected.field(Reason.LABEL_INVALID, "labels." + label.getKey(), "broken text", "UTF-8");
            }
            bytes += bytesOf(label.getKey()) + bytesOf(label.getValue());
        }
        if (bytes > LABEL_BYTES_MAX) {
            throw Rejected.field(
                    Reason.LABEL_INVALID, "labels", bytes + " bytes", "at most " + LABEL_BYTES_MAX + " together");
        }
    }

    private static void checkUsageTime(UsageEvent event) {
        if (event.usedAt().isEmpty()) {
            throw Rejected.field(Reason.USAGE_TIME_MISSING, "usage_time", "", "when it was used");
        }
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
