package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/…}: what Paystack does not have: who pays, what is loose, where webhooks go. */
final class PaystackControls {
    private final Account account;
    private final Payments payments;
    private final PaystackEvents events;
    private final WebhookSender webhooks;

    PaystackControls(Account account, Payments payments, PaystackEvents events, WebhookSender webhooks) {
        this.account = account;
        this.payments = payments;
        this.events = events;
        this.webhooks = webhooks;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/_sandbox", this::status)
                .on("POST", "/_sandbox/webhook-target", this::moveWebhooks)
                .on("POST", "/_sandbox/paystack/webhooks/again", this::repeatWebhooks)
                .on("POST", "/_sandbox/paystack/paymentrequests/{id}/pay", this::pay)
                .on("POST", "/_sandbox/paystack/payers", this::setPayer)
                .on("POST", "/_sandbox/paystack/quirks", this::setQuirk)
                .on("POST", "/_sandbox/paystack/key", this::changeKey);
    }

    private Answer status(Call call, Change change) {
        ObjectNode status = Json.object();
        status.put("status", "ready").put("webhook_target", PaystackEvents.target(change));
        status.put("pending_webhooks", change.list(Kind.DELIVERY, any -> true).size());
        ObjectNode quirks = status.putObject("quirks");
        for (Quirk quirk : Quirk.values()) {
            quirks.put(quirk.word(), quirk.isOn(change));
        }
        return Answer.ok(status);
    }

    private Answer moveWebhooks(Call call, Change change) {
        PaystackEvents.pointTo(
                change, WebhookSender.requireUrl(call.parameters().required("url")));
        webhooks.retryAllNow();
        return status(call, change);
    }

    private Answer repeatWebhooks(Call call, Change change) {
        events.repeatAll(change);
        return status(call, change);
    }

    /** All that is pending, or the amount that is named, more than is pending included. */
    private Answer pay(Call call, Change change) {
        ObjectNode request = RequestBook.require(change, call.pathId());
        long amount = call.parameters().number("amount").orElseGet(() -> RequestBook.pendingAmount(request));
        return Account.ok("Paid", payments.pay(change, request, amount));
    }

    private Answer setPayer(Call call, Change change) {
        Parameters parameters = call.parameters();
        String[] words = Arrays.stream(Payer.values()).map(Payer::word).toArray(String[]::new);
        parameters.required("payer");
        Payer payer = Payer.valueOf(parameters.choice("payer", words).toUpperCase(Locale.ROOT));
        String customer = parameters.text("customer").orElse("");
        payer.assignTo(change, customer.isEmpty() ? "" : code(change, customer));
        return Answer.ok(Json.object().put("customer", customer).put("payer", payer.word()));
    }

    private static String code(Change change, String codeOrId) {
        return Json.string(
                Customers.find(change, codeOrId).orElseThrow(() -> PaystackError.notFound("Customer")),
                "customer_code");
    }

    private Answer setQuirk(Call call, Change change) {
        Parameters parameters = call.parameters();
        String[] words = Arrays.stream(Quirk.values()).map(Quirk::word).toArray(String[]::new);
        parameters.required("quirk");
        Quirk quirk = Quirk.valueOf(parameters.choice("quirk", words).toUpperCase(Locale.ROOT));
        quirk.turn(change, parameters.flag("on").orElse(true));
        return status(call, change);
    }

    private Answer changeKey(Call call, Change change) {
        return Answer.ok(Json.object().put("secret_key", account.newKey(change)));
    }
}
