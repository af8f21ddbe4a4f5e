package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Ids;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.SandboxClock;
import dev.tallygate.sandbox.provider.WebhookQueue;
import dev.tallygate.sandbox.provider.WebhookQueue.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened, as events; and for each endpoint that wants to hear of it, a delivery. */
final class EventLog {
    /** The version of the shapes written here. */
    static final String API_VERSION = "2026-07-29.dahlia";

    private final SandboxClock clock;
    private final Ids ids;
    private final WebhookQueue queue;

    EventLog(SandboxClock clock, Ids ids, WebhookQueue queue) {
        this.clock = clock;
        this.ids = ids;
        this.queue = queue;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    long nowMillis() {
        return clock.millis();
    }

    Instant time() {
        return clock.instant();
    }

    /** What a signature is dated with: its receiver lives by the machine's clock. */
    long signatureTime() {
        return clock.machineTime().getEpochSecond();
    }

    String newId(Kind kind) {
        return ids.next(kind.prefix());
    }

    void record(Change change, String type, ObjectNode object) {
        ObjectNode data = Json.object();
        data.set("object", object);
        write(change, type, data);
    }

    /** An update tells the fields that it changed as they were before; where nothing changed it is no event. */
    void recordUpdate(Change change, String type, ObjectNode before, ObjectNode after) {
        ObjectNode previous = Json.object();
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            if (!field.getValue().equals(after.get(field.getKey()))) {
                previous.set(field.getKey(), field.getValue());
            }
        }
        if (previous.isEmpty()) {
            return;
        }
        ObjectNode data = Json.object();
        data.set("object", after);
        data.set("previous_attributes", previous);
        write(change, type, data);
    }

    private void write(Change change, String type, ObjectNode data) {
        ObjectNode event = Json.object();
        String id = newId(Kind.EVENT);
        event.put("id", id)
                .put("object", "event")
                .put("api_version", API_VERSION)
                .put("created", now());
        event.set("data", data);
        event.put("livemode", false)
                .put("pending_webhooks", endpoints(change, Kind.EVENT, type).size());
        event.putObject("request")
                .put("id", change.origin().requestId())
                .put("idempotency_key", change.origin().idempotencyKey());
        event.put("type", type);
        change.put(Kind.EVENT, id, event);
        tell(change, type, event, Kind.EVENT);
    }

    /** Has a kept event told to whoever wants events of its type. */
    void tell(Change change, String type, ObjectNode event, Kind kind) {
        String id = Json.string(event, "id");
        for (ObjectNode endpoint : endpoints(change, kind, type)) {
            Webhook webhook = new Webhook(type, id, Json.string(endpoint, "id"), event);
            queue.add(change, webhook, (any, told) -> twin(change, told, kind));
        }
    }

    private static List<ObjectNode> endpoints(Change change, Kind kind, String type) {
        Kind told = kind == Kind.THIN_EVENT ? Kind.EVENT_DESTINATION : Kind.WEBHOOK_ENDPOINT;
        return change.list(told, endpoint -> wants(endpoint, type));
    }

    private String twin(Change change, ObjectNode event, Kind kind) {
        String id = newId(kind);
        change.put(kind, id, event.deepCopy().put("id", id));
        return id;
    }

    private static boolean wants(ObjectNode endpoint, String type) {
        if (!Json.string(endpoint, "status").equals("enabled")) {
            return false;
        }
        for (JsonNode wanted : endpoint.path("enabled_events")) {
            if (wanted.stringValue().equals("*") || wanted.stringValue().equals(type)) {
                return true;
            }
        }
        return false;
    }
}
