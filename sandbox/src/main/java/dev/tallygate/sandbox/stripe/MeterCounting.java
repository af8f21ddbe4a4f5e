package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of meter events after they were taken: counted, or rejected in an error report.
 *
 * <p>By itself, a moment later, or as much later as the setting {@code lag_millis} says, by the provider's clock. One pass
 * makes one report for each meter, and one for events that no meter counts.
 */
final class MeterCounting {
    static final String RECEIVED_MILLIS = "received_millis";
    static final String REJECTION = "rejection";

    private final EventLog events;
    private final ThinEvents thin;
    private final MeterSettings settings;

    /** Why an event is not counted. */
    private record Rejection(ObjectNode event, String code, String message) {}

    MeterCounting(EventLog events, ThinEvents thin, MeterSettings settings) {
        this.events = events;
        this.thin = thin;
        this.settings = settings;
    }

    /** A plain decimal; empty for anything else, an exponent too. */
    static Optional<BigDecimal> number(String text) {
        return text.matches("-?[0-9]{1,60}(\\.[0-9]{1,60})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    int countDue(Change change) {
        long until = events.nowMillis() - settings.lagMillis(change);
        List<ObjectNode> due = change.list(Kind.METER_EVENT, event -> Json.number(event, RECEIVED_MILLIS) <= until);
        Map<String, List<Rejection>> rejections = new LinkedHashMap<>();
        for (ObjectNode event : due) {
            change.remove(Kind.METER_EVENT, Json.string(event, "id"));
            Optional<ObjectNode> meter = Meters.named(change, Json.string(event, "event_name"));
            count(change, event, meter)
                    .ifPresent(rejection -> rejections
                            .computeIfAbsent(
                                    meter.map(found -> Json.string(found, "id")).orElse(""), any -> new ArrayList<>())
                            .add(rejection));
        }
        rejections.forEach((meter, list) -> report(change, meter, list));
        return due.size();
    }

    private static Optional<Rejection> count(Change change, ObjectNode event, Optional<ObjectNode> meter) {
        if (event.has(REJECTION)) {
            String code = Json.text(event, REJECTION)
                    .filter(text -> !text.isEmpty())
                    .orElse("meter_event_customer_not_found");
            return rejected(event, code, "Rejected, as ordered from the sandbox.");
        }
        if (meter.isEmpty()) {
            return rejected(
                    event, "no_meter", "No meter found for event name " + Json.string(event, "event_name") + ".");
        }
        if (!Meters.isActive(meter.get())) {
            return rejected(event, "archived_meter", "The meter for this event is archived.");
        }
        return count(change, event, meter.get());
    }

    private static Optional<Rejection> count(Change change, ObjectNode event, ObjectNode meter) {
        String customerKey = Json.string(meter.required("customer_mapping"), "event_payload_key");
        String valueKey = Json.string(meter.required("value_settings"), "event_payload_key");
        String customer = Json.text(event.required("payload"), customerKey).orElse("");
        String value = Json.text(event.required("payload"), valueKey).orElse("");
        boolean counts =
                Json.string(meter.required("default_aggregation"), "formula").equals("count");
        if (customer.isEmpty()) {
            return rejected(
                    event,
                    "meter_event_no_customer_defined",
                    "Customer mapping key " + customerKey + " not found in payload.");
        }
        if (!Customers.exists(change, customer)) {
            return rejected(event, "meter_event_customer_not_found", "No such customer: '" + customer + "'.");
        }
        if (value.isEmpty() && !counts) {
            return rejected(event, "meter_event_value_not_found", "Value key " + valueKey + " not found in payload.");
        }
        Optional<BigDecimal> amount = counts ? Optional.of(BigDecimal.ONE) : number(value);
        if (amount.isEmpty()) {
            return rejected(event, "meter_event_invalid_value", "The value " + value + " is not a number.");
        }
        MeterUsage.count(change, meter, customer, event, amount.get());
        return Optional.empty();
    }

    private static Optional<Rejection> rejected(ObjectNode event, String code, String message) {
        return Optional.of(new Rejection(event, code, message));
    }

    private void report(Change change, String meter, List<Rejection> rejections) {
        Map<String, List<Rejection>> byCode = new LinkedHashMap<>();
        rejections.forEach(one ->
                byCode.computeIfAbsent(one.code(), any -> new ArrayList<>()).add(one));
        ObjectNode data = Json.object();
        data.put("developer_message_summary", "There are " + rejections.size() + " invalid events");
        ObjectNode reason = data.putObject("reason").put("error_count", rejections.size());
        var types = reason.putArray("error_types");
        byCode.forEach((code, ofCode) -> {
            ObjectNode type = types.addObject().put("code", code).put("error_count", ofCode.size());
            var samples = type.putArray("sample_errors");
            ofCode.stream()
                    .limit(settings.samplesMax(change))
                    .forEach(one -> samples.addObject()
                            .put("error_message", one.message())
                            .putObject("request")
                            .put("identifier", Json.string(one.event(), "identifier")));
        });
        thin.report(change, meter, data);
    }
}
