package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/billing/meter_events} and {@code …/meter_event_adjustments}: usage comes in, or is taken back within a day.
 *
 * <p>An event is taken with 200 before anybody looked whose it is: see {@link MeterCounting}.
 *
 * @see <a href="https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api">the rules</a>
 */
final class MeterEvents {
    private static final long SECONDS_BACK_MAX = 35 * 86_400L;
    private static final long SECONDS_AHEAD_MAX = 5 * 60L;
    private static final long SECONDS_UNIQUE = 86_400L;
    private static final int DIGITS_MAX = 15;

    private final EventLog events;

    MeterEvents(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/billing/meter_events", this::create)
                .on("POST", "/v1/billing/meter_event_adjustments", this::adjust);
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        String eventName = parameters.required("event_name");
        Meters.requireFits("event_name", eventName);
        Map<String, String> payload = parameters.map("payload");
        if (payload.isEmpty()) {
            throw ParameterRefused.missing("payload");
        }
        String identifier = parameters.text("identifier").orElseGet(() -> events.newId(Kind.METER_EVENT));
        Meters.requireFits("identifier", identifier);
        long timestamp = parameters.number("timestamp").orElse(events.now());
        parameters.refuseUnknown();
        requireTime(timestamp);
        requireDigits(change, eventName, payload);
        requireNew(change, identifier);

        ObjectNode event = Json.object();
        event.put("object", "billing.meter_event").put("created", events.now()).put("event_name", eventName);
        event.put("identifier", identifier).put("livemode", false);
        ObjectNode kept = event.putObject("payload");
        payload.forEach(kept::put);
        event.put("timestamp", timestamp);
        keep(change, event, call.laterRejection());
        return Answer.ok(event);
    }

    private void keep(Change change, ObjectNode event, Optional<String> rejection) {
        String id = events.newId(Kind.METER_EVENT);
        ObjectNode pending = event.deepCopy().put("id", id).put(MeterCounting.RECEIVED_MILLIS, events.nowMillis());
        rejection.ifPresent(reason -> pending.put(MeterCounting.REJECTION, reason));
        change.put(Kind.METER_EVENT, id, pending);
        ObjectNode taken = Json.object().put("id", id).put("created", events.now());
        taken.put("event_name", Json.string(event, "event_name"));
        change.put(Kind.METER_IDENTIFIER, Json.string(event, "identifier"), taken);
    }

    private void requireTime(long timestamp) {
        if (timestamp < events.now() - SECONDS_BACK_MAX) {
            throw StripeError.refusedParameter(
                    "timestamp_too_far_in_past",
                    "timestamp",
                    "The timestamp " + timestamp + " must be within the past 35 calendar days");
        }
        if (timestamp > events.now() + SECONDS_AHEAD_MAX) {
            throw StripeError.refusedParameter(
                    "timestamp_in_future",
                    "timestamp",
                    "The timestamp " + timestamp + " must be at most 5 minutes in the future");
        }
    }

    private static void requireDigits(Change change, String eventName, Map<String, String> payload) {
        String key = Meters.named(change, eventName)
                .map(meter -> Json.string(meter.required("value_settings"), "event_payload_key"))
                .orElse("value");
        MeterCounting.number(payload.getOrDefault(key, ""))
                .map(BigDecimal::stripTrailingZeros)
                .filter(value -> value.precision() > DIGITS_MAX)
                .ifPresent(value -> {
                    throw StripeError.refusedParameter(
                            "meter_event_value_too_many_digits",
                            "payload",
                            "The value " + payload.get(key) + " has more than " + DIGITS_MAX + " significant digits");
                });
    }

    /** Stripe gives no code for it: only the sentence tells. */
    private void requireNew(Change change, String identifier) {
        change.find(Kind.METER_IDENTIFIER, identifier)
                .filter(taken -> Json.number(taken, "created") + SECONDS_UNIQUE > events.now())
                .ifPresent(taken -> {
                    throw StripeError.refusedParameter(
                            null, null, "An event already exists with identifier " + identifier + ".");
                });
    }

    private Answer adjust(Call call, Change change) {
        Parameters parameters = call.parameters();
        String eventName = parameters.required("event_name");
        parameters.required("type");
        parameters.choice("type", "cancel");
        String identifier = parameters.required("cancel[identifier]");
        parameters.refuseUnknown();
        ObjectNode taken = change.find(Kind.METER_IDENTIFIER, identifier)
                .filter(found -> Json.string(found, "event_name").equals(eventName))
                .orElseThrow(() -> StripeError.refusedParameter(
                        "resource_missing", "cancel[identifier]", "No event of " + eventName + " has this identifier"));
        if (Json.number(taken, "created") + SECONDS_UNIQUE <= events.now()) {
            throw StripeError.refusedParameter(
                    null, "cancel[identifier]", "An event can be cancelled within 24 hours after it was received");
        }
        MeterUsage.forget(change, taken);
        ObjectNode adjustment = Json.object().put("object", "billing.meter_event_adjustment");
        adjustment.putObject("cancel").put("identifier", identifier);
        adjustment.put("event_name", eventName).put("livemode", false).put("status", "complete");
        return Answer.ok(adjustment.put("type", "cancel"));
    }
}
