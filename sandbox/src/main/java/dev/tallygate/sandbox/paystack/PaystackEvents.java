package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Hmac;
import dev.tallygate.sandbox.provider.WebhookQueue;
import dev.tallygate.sandbox.provider.WebhookQueue.Webhook;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told: {@code {event, data}} without an id and a time, signed with the secret key, until somebody answers 200.
 *
 * @see <a href="https://paystack.com/docs/payments/webhooks/">the scheme</a>
 */
final class PaystackEvents implements WebhookSender.Post {
    private static final long SECONDS_KEPT = 3 * 86_400L;
    private static final String TARGET = "target";

    private final Account account;
    private final WebhookQueue queue;

    PaystackEvents(Account account, WebhookQueue queue) {
        this.account = account;
        this.queue = queue;
    }

    /** The bytes are fixed now, and the same at every attempt. */
    void record(Change change, String event, ObjectNode data) {
        ObjectNode body = Json.object().put("event", event);
        body.set("data", loosened(change, data.deepCopy()));
        String id = account.newCode("evt_");
        ObjectNode kept = Json.object();
        kept.put("id", id).put("created", account.now().getEpochSecond()).put("body", Json.write(body));
        change.put(Kind.EVENT, id, kept);
        queue.add(change, new Webhook(event, id, "", body), (any, told) -> id);
    }

    /** Tells everything again that is still known, as if nobody had answered. */
    int repeatAll(Change change) {
        List<ObjectNode> events = change.list(Kind.EVENT, any -> true);
        events.forEach(event -> queue.add(change, new Webhook("", Json.string(event, "id"), "", event)));
        return events.size();
    }

    private static ObjectNode loosened(Change change, ObjectNode data) {
        if (Quirk.AMOUNT_AS_TEXT.isOn(change)) {
            data.put("amount", Long.toString(Json.number(data, "amount")));
        }
        if (Quirk.METADATA_EMPTY_TEXT.isOn(change)) {
            data.put("metadata", "");
        }
        if (Quirk.METADATA_ZERO.isOn(change)) {
            data.put("metadata", 0);
        }
        if (Quirk.NO_CURRENCY.isOn(change)) {
            data.remove("currency");
        }
        if (Quirk.CUSTOMER_SWAPPED.isOn(change)) {
            swapCustomer(change, data);
        }
        return data;
    }

    private static void swapCustomer(Change change, ObjectNode data) {
        if (data.path("customer") instanceof ObjectNode object) {
            data.put("customer", Json.number(object, "id"));
        } else {
            Customers.find(change, data.path("customer").asString())
                    .ifPresent(customer -> data.set("customer", Customers.brief(customer)));
        }
    }

    int forgetOld(Change change) {
        long before = account.now().getEpochSecond() - SECONDS_KEPT;
        List<ObjectNode> old = change.list(Kind.EVENT, event -> Json.number(event, "created") < before);
        old.forEach(event -> change.remove(Kind.EVENT, Json.string(event, "id")));
        return old.size();
    }

    static void pointTo(Change change, String url) {
        change.put(Kind.SETTING, TARGET, Json.object().put("url", url));
    }

    static String target(Change change) {
        return change.find(Kind.SETTING, TARGET)
                .map(setting -> Json.string(setting, "url"))
                .orElse("");
    }

    /** The header {@code x-paystack-signature}. */
    String signature(Change change, String body) {
        return Hmac.hex("HmacSHA512", account.secretKey(change), body);
    }

    @Override
    public DocumentKind deliveries() {
        return Kind.DELIVERY;
    }

    @Override
    public Optional<HttpRequest.Builder> request(Change change, ObjectNode delivery) {
        return change.find(Kind.EVENT, Json.string(delivery, "event")).map(event -> {
            String kept = Json.string(event, "body");
            String body = WebhookQueue.saysLive(delivery) ? live(kept) : kept;
            return HttpRequest.newBuilder(URI.create(target(change)))
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Paystack/2.0 (sandbox)")
                    .header("x-paystack-signature", signature(change, body))
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        });
    }

    /** What says it is of the test domain says it is of the live one. */
    static String live(String json) {
        return json.replace("\"domain\":\"" + Account.DOMAIN + "\"", "\"domain\":\"live\"");
    }

    @Override
    public boolean isTaken(int status) {
        return status == 200;
    }
}
