package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Match;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.Ids;
import dev.tallygate.sandbox.journal.Json;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What is going to be told: each webhook once, unless the script has something else for it. */
public final class WebhookQueue {
    /** A webhook that says it is of the live mode; the provider writes it so. */
    private static final String LIVE = "live";

    private static final String NOT_BEFORE_MILLIS = "not_before_millis";
    private static final String WAITS_FOR_NEXT = "waits_for_next";
    private static final String AT_LAST_MILLIS = "at_last_millis";
    private static final long WAIT_MILLIS = 10_000;
    private static final String BEHIND = "behind";

    /**
     * One webhook for one address.
     *
     * @param type the event's, by which scripts name it
     * @param event the event's id
     * @param endpoint whose address it is for
     * @param body what is told, whose fields scripts may name
     */
    public record Webhook(String type, String event, String endpoint, ObjectNode body) {}

    /** Makes another event that tells the same, and says its id. */
    @FunctionalInterface
    public interface Twins {
        String twin(Change change, ObjectNode event);
    }

    private final DocumentKind deliveries;
    private final Script script;
    private final Clock clock;
    private final Ids ids;

    /** @param deliveries the kind of the documents that each are one webhook to one address */
    public WebhookQueue(DocumentKind deliveries, Script script, Clock clock, Ids ids) {
        this.deliveries = deliveries;
        this.script = script;
        this.clock = clock;
        this.ids = ids;
    }

    /** As the script has it. */
    public void add(Change change, Webhook webhook, Twins twins) {
        Optional<Fault> fault = script.take(new Match.Met(
                Match.WEBHOOK, webhook.type(), webhook.event(), "", field -> Json.at(webhook.body(), field)));
        if (fault.isEmpty()) {
            add(change, webhook);
            return;
        }
        ObjectNode delivery = delivery(webhook.event(), webhook.endpoint());
        switch (fault.get().type()) {
            case WEBHOOK_DROPPED -> {}
            case WEBHOOK_LATE ->
                put(
                        change,
                        delivery.put(
                                NOT_BEFORE_MILLIS, clock.millis() + fault.get().millis()));
            case WEBHOOK_AFTER_NEXT ->
                change.put(deliveries, Json.string(delivery, "id"), waiting(delivery, fault.get()));
            case WEBHOOK_LIVE -> put(change, delivery.put(LIVE, true));
            case WEBHOOK_TWICE -> {
                put(change, delivery);
                add(change, webhook);
            }
            case WEBHOOK_TWIN -> {
                put(change, delivery);
                put(change, delivery(twins.twin(change, webhook.body()), webhook.endpoint()));
            }
            case DROP_ANSWER,
                    DROP_CALL,
                    SERVER_ERROR,
                    SERVER_ERROR_DONE,
                    RATE_LIMITED,
                    LOCK_TIMEOUT,
                    KEY_IN_USE,
                    BAD_GATEWAY,
                    BAD_GATEWAY_DONE,
                    TRUNCATED_JSON,
                    LIVE_ANSWER,
                    DELAY,
                    DELAY_ANSWER,
                    SLOW_ANSWER,
                    HANG,
                    METER_REJECTION,
                    WEBHOOK_EARLY -> throw new IllegalStateException(fault.get().word() + " does not meet a webhook");
        }
    }

    /** There may be no next one: it does not wait for ever. */
    private ObjectNode waiting(ObjectNode delivery, Fault fault) {
        long millis = fault.millis() == 0 ? WAIT_MILLIS : fault.millis();
        return delivery.put(WAITS_FOR_NEXT, true).put(AT_LAST_MILLIS, clock.millis() + millis);
    }

    /** Once, whatever the script has. */
    public void add(Change change, Webhook webhook) {
        put(change, delivery(webhook.event(), webhook.endpoint()));
    }

    private ObjectNode delivery(String event, String endpoint) {
        ObjectNode delivery = Json.object();
        delivery.put("id", ids.next("dlv_")).put("event", event).put("endpoint", endpoint);
        return delivery.put("created", clock.instant().getEpochSecond());
    }

    /** Those that waited for the next one to this endpoint go right behind it. */
    private void put(Change change, ObjectNode delivery) {
        String id = Json.string(delivery, "id");
        List<ObjectNode> waiting = change.list(
                deliveries,
                other -> other.path(WAITS_FOR_NEXT).asBoolean(false)
                        && Json.text(other, "endpoint").equals(Json.text(delivery, "endpoint")));
        change.put(deliveries, id, delivery);
        for (ObjectNode one : waiting) {
            change.put(
                    deliveries,
                    Json.string(one, "id"),
                    one.put(WAITS_FOR_NEXT, false).put(BEHIND, id));
        }
    }

    /** Whether nothing holds it back any more. */
    static boolean isFree(Change change, DocumentKind kind, ObjectNode delivery, long nowMillis) {
        if (delivery.path(WAITS_FOR_NEXT).asBoolean(false)) {
            return Json.number(delivery, AT_LAST_MILLIS) <= nowMillis;
        }
        return Json.number(delivery, NOT_BEFORE_MILLIS) <= nowMillis
                && Json.text(delivery, BEHIND)
                        .flatMap(other -> change.find(kind, other))
                        .isEmpty();
    }

    public static boolean saysLive(ObjectNode delivery) {
        return delivery.path(LIVE).asBoolean(false);
    }
}
