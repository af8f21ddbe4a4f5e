package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookSender;
import dev.tallygate.sandbox.stripe.InvoiceMoves.Payment;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/…}: what Stripe does not have: the customer who pays, the card, the webhooks' target. */
final class SandboxControls {
    /** The endpoint that the sandbox itself keeps, whose URL can be moved. */
    static final String ENDPOINT_ID = "we_sandbox";

    private final InvoiceBook book;
    private final InvoiceMoves moves;
    private final WebhookSender webhooks;

    SandboxControls(InvoiceBook book, InvoiceMoves moves, WebhookSender webhooks) {
        this.book = book;
        this.moves = moves;
        this.webhooks = webhooks;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/_sandbox", this::status)
                .on("POST", "/_sandbox/webhook-target", this::moveWebhooks)
                .on("GET", "/_sandbox/stripe/invoices/{id}", this::invoicePage)
                .on("POST", "/_sandbox/stripe/invoices/{id}/pay", this::payInvoice)
                .on("POST", "/_sandbox/stripe/customers/{id}/card", this::setCard);
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
        String url = WebhookSender.requireUrl(call.parameters().required("url"));
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
}
