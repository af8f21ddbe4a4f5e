package dev.tallygate.server.grpc;

import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.usage.EventResult.Counted;
import dev.tallygate.usage.EventResult.EventRejection;
import dev.tallygate.usage.RecordedEvent.Placement;
import dev.tallygate.v1.EventKind;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.RecordedEvent;
import dev.tallygate.v1.Rejection;
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.UsageTotal;
import dev.tallygate.v1.Verdict;
import java.util.Currency;
import java.util.List;
import java.util.function.LongConsumer;

/** Usage events, verdicts and totals, between messages and the core's types. */
final class UsageMessages {
    private UsageMessages() {}

    /** Judges nothing: an absent quantity is 0, an absent text is empty, an absent time is null. */
    static dev.tallygate.usage.UsageEvent fromProto(UsageEvent event) {
        var builder = dev.tallygate.usage.UsageEvent.builder(event.getEventId(), event.getCustomerId())
                .usageTime(event.hasUsageTime() ? Times.fromProtoBounded(event.getUsageTime()) : null)
                .modelId(event.getModelId())
                .modelProvider(event.getModelProvider())
                .tokensIn(event.getTokensIn())
                .tokensInCached(event.getTokensInCached())
                .tokensInCacheWrite(event.getTokensInCacheWrite())
                .tokensOut(event.getTokensOut())
                .tokensOutReasoning(event.getTokensOutReasoning())
                .computeMillis(event.getComputeMillis())
                .subject(event.getSubject())
                .reservationId(event.getReservationId())
                .labels(event.getLabelsMap())
                .latencyMillis(event.hasLatencyMillis() ? event.getLatencyMillis() : null)
                .estimated(event.getEstimated())
                .correctsEventId(event.getCorrectsEventId());
        event.getQuantitiesMap().forEach(builder::own);
        return builder.build();
    }

    static EventResult toProto(dev.tallygate.usage.EventResult result) {
        EventResult.Builder message = EventResult.newBuilder()
                .setEventId(result.eventId())
                .setVerdict(toProto(result.verdict()))
                .setReservationOutcome(result.reservationOutcomeIfAny()
                        .map(UsageMessages::toProto)
                        .orElse(ReservationOutcome.RESERVATION_OUTCOME_UNSPECIFIED));
        result.rejectionIfAny().ifPresent(rejection -> message.setRejection(toProto(rejection)));
        result.countedIfAny().ifPresent(counted -> putCounted(message, counted));
        return message.build();
    }

    private static void putCounted(EventResult.Builder message, Counted counted) {
        message.setPeriodStart(Times.toProto(counted.periodStart()))
                .setLate(counted.late())
                .setUnpriced(counted.unpriced())
                .setCost(Decimals.toProto(counted.cost()))
                .setCurrencyCode(counted.currency().getCurrencyCode());
    }

    private static Rejection toProto(EventRejection rejection) {
        return Rejection.newBuilder()
                .setReason(rejection.reason().name())
                .setField(rejection.field())
                .setMessage(rejection.message())
                .build();
    }

    private static Verdict toProto(dev.tallygate.usage.Verdict verdict) {
        return switch (verdict) {
            case RECORDED -> Verdict.VERDICT_RECORDED;
            case DUPLICATE -> Verdict.VERDICT_DUPLICATE;
            case CONFLICT -> Verdict.VERDICT_CONFLICT;
            case REJECTED -> Verdict.VERDICT_REJECTED;
        };
    }

    private static ReservationOutcome toProto(dev.tallygate.reservation.ReservationOutcome outcome) {
        return switch (outcome) {
            case COMMITTED -> ReservationOutcome.RESERVATION_OUTCOME_COMMITTED;
            case ABOVE_HOLD -> ReservationOutcome.RESERVATION_OUTCOME_ABOVE_HOLD;
            case OUTSIDE_HOLD -> ReservationOutcome.RESERVATION_OUTCOME_OUTSIDE_HOLD;
            case ALREADY_COMMITTED -> ReservationOutcome.RESERVATION_OUTCOME_ALREADY_COMMITTED;
            case EXPIRED -> ReservationOutcome.RESERVATION_OUTCOME_EXPIRED;
            case RELEASED -> ReservationOutcome.RESERVATION_OUTCOME_RELEASED;
            case UNKNOWN -> ReservationOutcome.RESERVATION_OUTCOME_UNKNOWN;
        };
    }

    /** One message for each model of the window, in the order of their names. */
    static List<UsageTotal> toProto(WindowUsage window) {
        return window.byModel().entrySet().stream()
                .map(total -> toProto(window, total.getKey(), total.getValue()))
                .toList();
    }

    private static UsageTotal toProto(WindowUsage window, String modelId, Quantities quantities) {
        return UsageTotal.newBuilder()
                .setWindowStart(Times.toProto(window.windowStart()))
                .setModelId(modelId)
                .setRequests(quantities.requests())
                .setTokensIn(quantities.tokensIn())
                .setTokensInCached(quantities.tokensInCached())
                .setTokensInCacheWrite(quantities.tokensInCacheWrite())
                .setTokensOut(quantities.tokensOut())
                .setTokensOutReasoning(quantities.tokensOutReasoning())
                .setComputeMillis(quantities.computeMillis())
                .putAllQuantities(quantities.ownQuantities())
                .build();
    }

    /** A row of the ledger; {@code currency} is that of its plan version. */
    static RecordedEvent toProto(dev.tallygate.usage.RecordedEvent row, Currency currency) {
        Placement placement = row.placement();
        return RecordedEvent.newBuilder()
                .setEvent(toProto(row.event()))
                .setSeq(row.seq())
                .setRecordedTime(Times.toProto(row.recordedTime()))
                .setPeriodStart(Times.toProto(placement.periodStart()))
                .setCost(Decimals.toProto(row.cost()))
                .setCurrencyCode(currency.getCurrencyCode())
                .setLate(placement.late())
                .setUnpriced(row.unpriced())
                .setKind(toProto(row.kind()))
                .build();
    }

    private static EventKind toProto(dev.tallygate.usage.RecordedEvent.Kind kind) {
        return switch (kind) {
            case USAGE -> EventKind.EVENT_KIND_USAGE;
            case VOID -> EventKind.EVENT_KIND_VOID;
            case RERATE -> EventKind.EVENT_KIND_RERATE;
        };
    }

    private static UsageEvent toProto(dev.tallygate.usage.UsageEvent event) {
        UsageEvent.Builder message = UsageEvent.newBuilder()
                .setEventId(event.eventId())
                .setCustomerId(event.customerId())
                .setModelId(event.modelId())
                .setModelProvider(event.context().modelProvider())
                .putAllQuantities(event.reported().own())
                .setSubject(event.subject())
                .setReservationId(event.context().reservationId())
                .putAllLabels(event.context().labels())
                .setEstimated(event.context().estimated())
                .setCorrectsEventId(event.identity().correctsEventId());
        event.usedAt().ifPresent(time -> message.setUsageTime(Times.toProto(time)));
        Long latencyMillis = event.context().latencyMillis();
        if (latencyMillis != null) {
            message.setLatencyMillis(latencyMillis);
        }
        putBuiltIn(message, event.reported().builtIn());
        return message.build();
    }

    private static void putBuiltIn(UsageEvent.Builder message, Quantities quantities) {
        putUnlessZero(quantities.tokensIn(), message::setTokensIn);
        putUnlessZero(quantities.tokensInCached(), message::setTokensInCached);
        putUnlessZero(quantities.tokensInCacheWrite(), message::setTokensInCacheWrite);
        putUnlessZero(quantities.tokensOut(), message::setTokensOut);
        putUnlessZero(quantities.tokensOutReasoning(), message::setTokensOutReasoning);
        putUnlessZero(quantities.computeMillis(), message::setComputeMillis);
    }

    private static void putUnlessZero(long quantity, LongConsumer setter) {
        if (quantity != 0) {
            setter.accept(quantity);
        }
    }
}
