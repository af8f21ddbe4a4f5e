package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookSender;
import dev.tallygate.sandbox.stripe.InvoiceMoves.Payment;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/…}: what Stripe does not have: the customer who pays, the card, limits, the webhooks' target. */
final class SandboxControls {
    private static final long CALLS_A_SECOND_MAX = 100_000;

    private final InvoiceBook book;
    private final InvoiceMoves moves;
    private final WebhookSender webhooks;
    private final RateLimit limit;

    SandboxControls(InvoiceBook book, InvoiceMoves moves, WebhookSender webhooks, RateLimit limit) {
        this.book = book;
        this.moves = moves;
        this.webhooks = webhooks;
        this.limit = limit;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/_sandbox", this::status)
                .on("POST", "/_sandbox/webhook-target", this::moveWebhooks)
                .on("GET", "/_sandbox/stripe/invoices/{id}", this::invoicePage)
                .on("POST", "/_sandbox/stripe/invoices/{id}/pay", this::payInvoice)
                .on("POST", "/_sandbox/stripe/customers/{id}/card", this::setCard)
                .on("POST", "/_sandbox/stripe/customers/{id}/finalization", this::setFinalization)
                .on("POST", "/_sandbox/stripe/customers/{id}/discount", this::setDiscount)
                .on("GET", "/_sandbox/limits", (call, change) -> limits())
                .on("POST", "/_sandbox/limits", this::setLimits);
    }

    private Answer status(Call call, Change change) {
        ObjectNode status = Json.object();
        status.put("status", "ready").put("api_version", EventLog.API_VERSION);
        status.put("pending_webhooks", change.list(Kind.DELIVERY, any -> true).size());
        Endpoints.find(change, Kind.WEBHOOK_ENDPOINT)
                .ifPresent(endpoint -> status.put("webhook_target", Json.string(endpoint, "url")));
        Endpoints.find(change, Kind.EVENT_DESTINATION)
                .ifPresent(endpoint -> status.put("thin_webhook_target", Json.string(endpoint, "url")));
        return Answer.ok(status);
    }

    private Answer moveWebhooks(Call call, Change change) {
        Optional<String> url = call.parameters().text("url");
        Optional<String> thin = call.parameters().text("thin_url");
        call.parameters().refuseUnknown();
        if (url.isEmpty() && thin.isEmpty()) {
            throw ParameterRefused.missing("url");
        }
        url.ifPresent(text -> Endpoints.point(change, Kind.WEBHOOK_ENDPOINT, text));
        thin.ifPresent(text -> Endpoints.point(change, Kind.EVENT_DESTINATION, text));
        webhooks.retryAllNow();
        return status(call, change);
    }

    /** What a customer would see at {@code hosted_invoice_url}. */
    private Answer invoicePage(Call call, Change change) {
        return Answer.ok(book.shown(change, book.require(change, call.pathId(), "id")));
    }

    /** The customer pays the invoice on its page: all that remains, or an amount, more than that included. */
    private Answer payInvoice(Call call, Change change) {
        ObjectNode invoice = book.require(change, call.pathId(), "id");
        long amount = call.parameters().number("amount").orElseGet(() -> Json.number(invoice, "amount_remaining"));
        boolean offStripe = call.parameters().flag("off_stripe").orElse(false);
        call.parameters().refuseUnknown();
        if (amount < 0) {
            throw ParameterRefused.invalid("amount", "amount: " + amount + " (expected: >= 0)");
        }
        Payment payment = offStripe ? Payment.OFF_STRIPE : Payment.THROUGH_STRIPE;
        return Answer.ok(moves.pay(change, invoice, amount, payment));
    }

    private Answer setFinalization(Call call, Change change) {
        Customers.require(change, call.pathId(), "id");
        call.parameters().required("fails");
        boolean fails = call.parameters().flag("fails").orElse(false);
        call.parameters().refuseUnknown();
        Customers.setFinalization(change, call.pathId(), fails);
        return Answer.ok(Json.object().put("customer", call.pathId()).put("fails", fails));
    }

    private Answer setDiscount(Call call, Change change) {
        ObjectNode customer = Customers.require(change, call.pathId(), "id");
        String percent = call.parameters().required("percent_off");
        call.parameters().refuseUnknown();
        if (!percent.matches("[0-9]{1,2}(\\.[0-9]{1,2})?|100")) {
            throw ParameterRefused.invalid(
                    "percent_off", "percent_off: " + percent + " (expected: 0 to 100, such as 12.5)");
        }
        Discounts.assign(change, book.events(), customer, new BigDecimal(percent));
        return Answer.ok(customer);
    }

    private Answer limits() {
        return Answer.ok(Json.object().put("per_second", limit.callsMax()));
    }

    private Answer setLimits(Call call, Change change) {
        call.parameters().required("per_second");
        long calls = call.parameters().number("per_second").orElse(0L);
        call.parameters().refuseUnknown();
        if (calls < 0 || calls > CALLS_A_SECOND_MAX) {
            throw ParameterRefused.invalid(
                    "per_second", "per_second: " + calls + " (expected: 0 to " + CALLS_A_SECOND_MAX + ", 0 is off)");
        }
        limit.set((int) calls);
        return limits();
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
