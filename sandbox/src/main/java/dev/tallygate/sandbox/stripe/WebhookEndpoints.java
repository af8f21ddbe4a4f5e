package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/webhook_endpoints}: who is told of events. The secret is shown once, at the creation. */
final class WebhookEndpoints {
    private static final int ENDPOINTS_MAX = 16;

    private final EventLog events;

    WebhookEndpoints(EventLog events) {
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/webhook_endpoints", this::create)
                .on("GET", "/v1/webhook_endpoints", this::list)
                .on("GET", "/v1/webhook_endpoints/{id}", this::retrieve)
                .on("POST", "/v1/webhook_endpoints/{id}", this::update)
                .on("DELETE", "/v1/webhook_endpoints/{id}", this::delete);
    }

    /** An endpoint for these events, not yet kept; the id is the caller's to choose. */
    ObjectNode made(String id, String url, List<String> enabledEvents) {
        ObjectNode endpoint = Json.object();
        endpoint.put("id", id).put("object", "webhook_endpoint").put("api_version", EventLog.API_VERSION);
        endpoint.putNull("application").put("created", events.now()).putNull("description");
        ArrayNode types = endpoint.putArray("enabled_events");
        enabledEvents.forEach(types::add);
        endpoint.put("livemode", false).putObject("metadata");
        endpoint.put("secret", "whsec_" + events.newId(Kind.SETTING)).put("status", "enabled");
        return endpoint.put("url", WebhookSender.requireUrl(url));
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        if (change.list(Kind.WEBHOOK_ENDPOINT, any -> true).size() >= ENDPOINTS_MAX) {
            throw StripeError.refused(null, "An account has at most " + ENDPOINTS_MAX + " webhook endpoints");
        }
        String url = parameters.required("url");
        List<String> types = parameters.list("enabled_events");
        if (types.isEmpty()) {
            throw ParameterRefused.missing("enabled_events");
        }
        String version = parameters.text("api_version").orElse(EventLog.API_VERSION);
        if (!version.equals(EventLog.API_VERSION)) {
            throw ParameterRefused.invalid("api_version", "This sandbox speaks " + EventLog.API_VERSION + " only");
        }
        ObjectNode endpoint = made(events.newId(Kind.WEBHOOK_ENDPOINT), url, types);
        fill(parameters, endpoint);
        change.put(Kind.WEBHOOK_ENDPOINT, Json.string(endpoint, "id"), endpoint);
        return Answer.ok(endpoint);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(withoutSecret(require(change, call.pathId())));
    }

    private Answer update(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode endpoint = require(change, call.pathId());
        parameters.text("url").ifPresent(url -> endpoint.put("url", WebhookSender.requireUrl(url)));
        List<String> types = parameters.list("enabled_events");
        if (!types.isEmpty()) {
            ArrayNode wanted = endpoint.putArray("enabled_events");
            types.forEach(wanted::add);
        }
        parameters.flag("disabled").ifPresent(flag -> endpoint.put("status", flag ? "disabled" : "enabled"));
        fill(parameters, endpoint);
        change.put(Kind.WEBHOOK_ENDPOINT, call.pathId(), endpoint);
        return Answer.ok(withoutSecret(endpoint));
    }

    private Answer delete(Call call, Change change) {
        call.parameters().refuseUnknown();
        require(change, call.pathId());
        change.remove(Kind.WEBHOOK_ENDPOINT, call.pathId());
        ObjectNode rest = Json.object();
        return Answer.ok(
                rest.put("id", call.pathId()).put("object", "webhook_endpoint").put("deleted", true));
    }

    private Answer list(Call call, Change change) {
        List<ObjectNode> all = change.list(Kind.WEBHOOK_ENDPOINT, any -> true).stream()
                .map(WebhookEndpoints::withoutSecret)
                .toList();
        return Answer.ok(Listing.page(call, all.reversed()));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.WEBHOOK_ENDPOINT, id)
                .orElseThrow(() -> StripeError.notFound(Kind.WEBHOOK_ENDPOINT, id, "id"));
    }

    private static void fill(Parameters parameters, ObjectNode endpoint) {
        parameters.text("description").ifPresent(text -> endpoint.put("description", text));
        Metadata.apply(parameters, endpoint);
        parameters.refuseUnknown();
    }

    private static ObjectNode withoutSecret(ObjectNode endpoint) {
        ObjectNode shown = endpoint.deepCopy();
        shown.remove("secret");
        return shown;
    }
}
