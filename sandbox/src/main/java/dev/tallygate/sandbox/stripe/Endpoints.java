package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The two addresses that the sandbox itself tells: one for events, one for thin events. Their URLs can be moved. */
final class Endpoints {
    /** The types that a product which bills by Stripe would subscribe to. */
    private static final List<String> EVENT_TYPES = List.of(
            "billing.meter.deactivated",
            "charge.dispute.closed",
            "charge.dispute.created",
            "charge.refunded",
            "credit_note.created",
            "credit_note.updated",
            "credit_note.voided",
            "customer.deleted",
            "customer.subscription.deleted",
            "customer.subscription.updated",
            "customer.updated",
            "invoice.created",
            "invoice.deleted",
            "invoice.finalization_failed",
            "invoice.finalized",
            "invoice.marked_uncollectible",
            "invoice.overdue",
            "invoice.overpaid",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.sent",
            "invoice.updated",
            "invoice.voided",
            "invoice_payment.paid",
            "refund.created",
            "refund.failed");

    private static final List<String> THIN_TYPES = List.of(ThinEvents.ERROR_REPORT, ThinEvents.NO_METER);

    private Endpoints() {}

    /** The one of the first start, with the address and the types of this one; its secret. */
    static String open(Change change, WebhookEndpoints endpoints, Kind kind, URI target) {
        String id = id(kind);
        List<String> wanted = kind == Kind.WEBHOOK_ENDPOINT ? EVENT_TYPES : THIN_TYPES;
        ObjectNode endpoint = change.find(kind, id).orElseGet(() -> endpoints.made(id, target.toString(), wanted));
        ArrayNode types = endpoint.put("url", target.toString()).putArray("enabled_events");
        wanted.forEach(types::add);
        change.put(kind, id, endpoint);
        return Json.string(endpoint, "secret");
    }

    static Optional<ObjectNode> find(Change change, Kind kind) {
        return change.find(kind, id(kind));
    }

    static void point(Change change, Kind kind, String url) {
        ObjectNode endpoint = find(change, kind).orElseThrow(() -> StripeError.notFound(kind, id(kind), "url"));
        change.put(kind, id(kind), endpoint.put("url", WebhookSender.requireUrl(url)));
    }

    private static String id(Kind kind) {
        return kind.prefix() + "sandbox";
    }
}
