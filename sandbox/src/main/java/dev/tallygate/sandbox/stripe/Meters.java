package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/billing/meters}: create, retrieve, rename, list, deactivate, reactivate. Nothing else of one changes. */
final class Meters {
    static final int NAME_LENGTH_MAX = 100;

    private final EventLog events;

    Meters(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/billing/meters", this::create)
                .on("GET", "/v1/billing/meters", this::list)
                .on("GET", "/v1/billing/meters/{id}", this::retrieve)
                .on("POST", "/v1/billing/meters/{id}", this::update)
                .on("POST", "/v1/billing/meters/{id}/deactivate", this::deactivate)
                .on("POST", "/v1/billing/meters/{id}/reactivate", this::reactivate);
    }

    static ObjectNode require(Change change, String id, String parameter) {
        return change.find(Kind.METER, id).orElseThrow(() -> StripeError.notFound(Kind.METER, id, parameter));
    }

    /** The meter that counts events of this name; an active one before all others. */
    static Optional<ObjectNode> named(Change change, String eventName) {
        List<ObjectNode> all = change.list(
                Kind.METER, meter -> Json.string(meter, "event_name").equals(eventName));
        return all.stream()
                .filter(Meters::isActive)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    static boolean isActive(ObjectNode meter) {
        return Json.string(meter, "status").equals("active");
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode meter = Json.template(Kind.class, "meter.json");
        String id = events.newId(Kind.METER);
        String eventName = parameters.required("event_name");
        requireFits("event_name", eventName);
        meter.put("id", id).put("created", events.now()).put("updated", events.now());
        meter.put("display_name", parameters.required("display_name")).put("event_name", eventName);
        parameters.required("default_aggregation[formula]");
        Json.child(meter, "default_aggregation")
                .put("formula", parameters.choice("default_aggregation[formula]", "sum", "count", "last"));
        if (parameters.text("event_time_window").isPresent()) {
            meter.put("event_time_window", parameters.choice("event_time_window", "hour", "day"));
        }
        parameters
                .text("customer_mapping[type]")
                .ifPresent(any -> parameters.choice("customer_mapping[type]", "by_id"));
        parameters
                .text("customer_mapping[event_payload_key]")
                .ifPresent(key -> Json.child(meter, "customer_mapping").put("event_payload_key", key));
        parameters
                .text("value_settings[event_payload_key]")
                .ifPresent(key -> Json.child(meter, "value_settings").put("event_payload_key", key));
        parameters.refuseUnknown();
        requireFree(change, eventName);
        change.put(Kind.METER, id, meter);
        events.record(change, "billing.meter.created", meter);
        return Answer.ok(meter);
    }

    static void requireFits(String parameter, String text) {
        if (text.length() > NAME_LENGTH_MAX) {
            throw ParameterRefused.invalid(parameter, parameter + " has at most " + NAME_LENGTH_MAX + " characters");
        }
    }

    private static void requireFree(Change change, String eventName) {
        named(change, eventName).filter(Meters::isActive).ifPresent(other -> {
            throw StripeError.refused(
                    null,
                    "There is an active meter with the event name " + eventName + " already: "
                            + Json.string(other, "id"));
        });
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId(), "id"));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode meter = before.deepCopy();
        call.parameters().text("display_name").ifPresent(name -> meter.put("display_name", name));
        call.parameters().refuseUnknown();
        return save(change, before, meter, "billing.meter.updated");
    }

    private Answer deactivate(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode meter = before.deepCopy();
        requireStatus(meter, "active");
        Json.child(meter, "status_transitions").put("deactivated_at", events.now());
        return save(change, before, meter.put("status", "inactive"), "billing.meter.deactivated");
    }

    private Answer reactivate(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode before = require(change, call.pathId(), "id");
        ObjectNode meter = before.deepCopy();
        requireStatus(meter, "inactive");
        requireFree(change, Json.string(meter, "event_name"));
        Json.child(meter, "status_transitions").putNull("deactivated_at");
        return save(change, before, meter.put("status", "active"), "billing.meter.reactivated");
    }

    private static void requireStatus(ObjectNode meter, String status) {
        if (!Json.string(meter, "status").equals(status)) {
            throw StripeError.refused(null, "This meter is " + Json.string(meter, "status") + " already");
        }
    }

    private Answer save(Change change, ObjectNode before, ObjectNode meter, String eventType) {
        String id = Json.string(meter, "id");
        change.put(Kind.METER, id, meter.put("updated", events.now()));
        events.recordUpdate(change, eventType, before, meter);
        return Answer.ok(meter);
    }

    private Answer list(Call call, Change change) {
        return Answer.ok(Listing.newestFirst(call, change, Kind.METER, Listing.matching(call.parameters(), "status")));
    }
}
