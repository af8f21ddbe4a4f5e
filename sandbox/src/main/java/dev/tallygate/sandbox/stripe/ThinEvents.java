package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of the second API: webhooks that say only what happened to what, and {@code /v2/core/events}, which has the rest.
 *
 * <p>They go to an endpoint of their own, with a secret of its own.
 */
final class ThinEvents {
    static final String ERROR_REPORT = "v1.billing.meter.error_report_triggered";
    static final String NO_METER = "v1.billing.meter.no_meter_found";

    /** When an event was made, for whoever forgets the old ones; not shown. */
    private static final String CREATED_SECONDS = "_created";

    private static final int LIMIT_MAX = 100;
    private static final int LIMIT = 20;
    private static final long SECONDS_OF_A_WINDOW = 10;

    private final EventLog events;

    ThinEvents(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/v2/core/events", this::list).on("GET", "/v2/core/events/{id}", this::retrieve);
    }

    /** What is sent as a webhook: the event without its data. */
    static ObjectNode notification(ObjectNode event) {
        ObjectNode notification = event.deepCopy();
        notification.remove("data");
        notification.remove(CREATED_SECONDS);
        return notification;
    }

    /**
     * Reports events that were not counted.
     *
     * @param meter that was meant; empty where there is none
     */
    void report(Change change, String meter, ObjectNode data) {
        Instant now = events.time().truncatedTo(ChronoUnit.MILLIS);
        ObjectNode event = Json.object();
        String id = events.newId(Kind.THIN_EVENT);
        event.put("id", id).put("object", "v2.core.event");
        event.put("type", meter.isEmpty() ? NO_METER : ERROR_REPORT).put("livemode", false);
        event.put("created", now.toString()).putNull("context").putNull("reason");
        if (!meter.isEmpty()) {
            event.putObject("related_object")
                    .put("id", meter)
                    .put("type", Kind.METER.object())
                    .put("url", "/v1/billing/meters/" + meter);
        }
        data.put("validation_start", now.minusSeconds(SECONDS_OF_A_WINDOW).toString());
        data.put("validation_end", now.toString());
        event.set("data", data);
        event.put(CREATED_SECONDS, now.getEpochSecond());
        change.put(Kind.THIN_EVENT, id, event);
        events.tell(change, Json.string(event, "type"), event, Kind.THIN_EVENT);
    }

    static boolean isOlder(ObjectNode event, long second) {
        return Json.number(event, CREATED_SECONDS) < second;
    }

    private static ObjectNode shown(ObjectNode event) {
        event.remove(CREATED_SECONDS);
        return event;
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(shown(change.find(Kind.THIN_EVENT, call.pathId())
                .orElseThrow(() -> StripeError.notFound(Kind.THIN_EVENT, call.pathId(), "id"))));
    }

    /** Newest first; {@code next_page_url} leads on. */
    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        Set<String> types = Set.copyOf(parameters.list("types"));
        Optional<String> object = parameters.text("object_id");
        Instant after = time(parameters, "created[gt]", Instant.MIN);
        Instant from = time(parameters, "created[gte]", Instant.MIN);
        Instant before = time(parameters, "created[lt]", Instant.MAX);
        Instant until = time(parameters, "created[lte]", Instant.MAX);
        List<ObjectNode> found = change.list(Kind.THIN_EVENT, event -> {
                    Instant created = Instant.parse(Json.string(event, "created"));
                    return (types.isEmpty() || types.contains(Json.string(event, "type")))
                            && (object.isEmpty() || object.equals(Json.text(event.path("related_object"), "id")))
                            && created.isAfter(after)
                            && !created.isBefore(from)
                            && created.isBefore(before)
                            && !created.isAfter(until);
                })
                .reversed();
        return Answer.ok(page(call, found));
    }

    private static ObjectNode page(Call call, List<ObjectNode> found) {
        Parameters parameters = call.parameters();
        int limit = Math.toIntExact(parameters.number("limit").orElse((long) LIMIT));
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ParameterRefused.invalid("limit", "limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
        }
        String page = parameters.text("page").orElse("");
        parameters.refuseUnknown();
        int start = 0;
        while (!page.isEmpty()
                && start < found.size()
                && !Json.string(found.get(start), "id").equals(page)) {
            start++;
        }
        int end = Math.min(found.size(), start + limit);
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        found.subList(start, end).forEach(event -> data.add(shown(event)));
        if (end < found.size()) {
            String next = Json.string(found.get(end), "id");
            list.put("next_page_url", call.path() + "?limit=" + limit + "&page=" + next);
        } else {
            list.putNull("next_page_url");
        }
        return list.putNull("previous_page_url");
    }

    private static Instant time(Parameters parameters, String name, Instant without) {
        try {
            return parameters.text(name).map(Instant::parse).orElse(without);
        } catch (DateTimeException e) {
            throw ParameterRefused.invalid(name, name + ": (expected: a time such as 2026-12-01T00:00:00Z)");
        }
    }
}
