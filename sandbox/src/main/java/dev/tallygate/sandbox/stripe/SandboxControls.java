package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.stripe.InvoiceMoves.Payment;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/…}: what Stripe does not have: the customer who pays, the card, the faults, the webhooks' target. */
final class SandboxControls {
    /** The endpoint that the sandbox itself keeps, whose URL can be moved. */
    static final String ENDPOINT_ID = "we_sandbox";

    private final InvoiceBook book;
    private final InvoiceMoves moves;
    private final Faults faults;
    private final WebhookSender webhooks;

    SandboxControls(InvoiceBook book, InvoiceMoves moves, Faults faults, WebhookSender webhooks) {
        this.book = book;
        this.moves = moves;
        this.faults = faults;
        this.webhooks = webhooks;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/_sandbox", this::status)
                .on("POST", "/_sandbox/webhook-target", this::moveWebhooks)
                .on("GET", "/_sandbox/stripe/invoices/{id}", this::invoicePage)
                .on("POST", "/_sandbox/stripe/invoices/{id}/pay", this::payInvoice)
                .on("POST", "/_sandbox/stripe/customers/{id}/card", this::setCard)
                .on("GET", "/_sandbox/faults", this::listFaults)
                .on("POST", "/_sandbox/faults", this::orderFault)
                .on("DELETE", "/_sandbox/faults", this::clearFaults);
    }

    private Answer status(Call call, Change change) {
        ObjectNode status = Json.object();
        status.put("status", "ready").put("api_version", EventLog.API_VERSION);
        status.put("pending_webhooks", change.list(Kind.DELIVERY, any -> true).size());
        change.find(Kind.WEBHOOK_ENDPOINT, ENDPOINT_ID)
                .ifPresent(endpoint -> status.put("webhook_target", Json.string(endpoint, "url")));
        return Answer.ok(status);
    }

    private Answer moveWebhooks(Call call, Change change) {
        String url = WebhookEndpoints.requireUrl(call.parameters().required("url"));
        ObjectNode endpoint = change.find(Kind.WEBHOOK_ENDPOINT, ENDPOINT_ID)
                .orElseThrow(() -> StripeError.notFound(Kind.WEBHOOK_ENDPOINT, ENDPOINT_ID, "id"));
        change.put(Kind.WEBHOOK_ENDPOINT, ENDPOINT_ID, endpoint.put("url", url));
        webhooks.retryAllNow();
        return status(call, change);
    }

    /** What a customer would see at {@code hosted_invoice_url}. */
    private Answer invoicePage(Call call, Change change) {
        return Answer.ok(book.shown(change, book.require(change, call.pathId(), "id")));
    }

    /** The customer pays the invoice on its page, in full. */
    private Answer payInvoice(Call call, Change change) {
        ObjectNode invoice = book.require(change, call.pathId(), "id");
        return Answer.ok(moves.settle(change, invoice, Payment.THROUGH_STRIPE));
    }

    private Answer setCard(Call call, Change change) {
        String[] words = Arrays.stream(Card.values()).map(Card::word).toArray(String[]::new);
        Customers.require(change, call.pathId(), "id");
        call.parameters().required("card");
        Card card = Card.valueOf(call.parameters().choice("card", words).toUpperCase(Locale.ROOT));
        card.assignTo(change, call.pathId());
        return Answer.ok(Json.object().put("customer", call.pathId()).put("card", card.word()));
    }

    private Answer orderFault(Call call, Change change) {
        Parameters parameters = call.parameters();
        String[] words = Arrays.stream(Fault.Type.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        parameters.required("type");
        Fault fault = new Fault(
                Fault.Type.valueOf(parameters.choice("type", words).toUpperCase(Locale.ROOT)),
                parameters.text("method").orElse(""),
                parameters.text("path").orElse("/v1/"),
                Math.toIntExact(parameters.number("times").orElse(1L)),
                parameters.number("millis").orElse(0L));
        parameters.refuseUnknown();
        faults.order(fault);
        return listFaults(call, change);
    }

    private Answer listFaults(Call call, Change change) {
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        for (Fault fault : faults.all()) {
            ObjectNode entry = data.addObject();
            entry.put("type", fault.word()).put("method", fault.method()).put("path", fault.path());
            entry.put("times", fault.times()).put("millis", fault.millis());
        }
        return Answer.ok(list);
    }

    private Answer clearFaults(Call call, Change change) {
        faults.clear();
        return listFaults(call, change);
    }
}
