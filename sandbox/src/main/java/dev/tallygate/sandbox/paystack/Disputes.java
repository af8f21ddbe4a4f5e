package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code /dispute}: a customer's bank asks its money back; the merchant accepts or declines. */
final class Disputes {
    private final Account account;
    private final PaystackEvents events;

    Disputes(Account account, PaystackEvents events) {
        this.account = account;
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/dispute", this::list)
                .on("GET", "/dispute/{id}", this::fetch)
                .on("PUT", "/dispute/{id}/resolve", this::resolve);
    }

    /** The customer's bank asks for all of it. */
    ObjectNode open(Change change, ObjectNode transaction) {
        ObjectNode dispute = Json.object();
        long id = account.newId(change);
        dispute.put("id", id).put("domain", Account.DOMAIN).put("status", "awaiting-merchant-feedback");
        dispute.put("refund_amount", Json.number(transaction, "amount"));
        dispute.put("currency", Json.string(transaction, "currency")).putNull("resolution");
        dispute.set("transaction", TransactionBook.shown(transaction));
        dispute.set("customer", transaction.required("customer"));
        dispute.put("createdAt", Account.written(account.now()));
        save(change, dispute);
        events.record(change, "charge.dispute.create", dispute);
        return dispute;
    }

    private Answer resolve(Call call, Change change) {
        Fields fields = Fields.of(call);
        ObjectNode dispute = require(change, call.pathId());
        String resolution = fields.required("resolution");
        if (!resolution.equals("merchant-accepted") && !resolution.equals("declined")) {
            throw PaystackError.invalid("resolution", resolution, "merchant-accepted or declined");
        }
        fields.text("message");
        fields.whole("refund_amount").ifPresent(amount -> dispute.put("refund_amount", amount));
        fields.text("uploaded_filename");
        fields.any("evidence");
        fields.refuseUnknown();
        dispute.put("status", "resolved").put("resolution", resolution);
        save(change, dispute);
        events.record(change, "charge.dispute.resolve", dispute);
        return Account.ok("Dispute successfully resolved", dispute);
    }

    private Answer fetch(Call call, Change change) {
        return Account.ok("Dispute retrieved", require(change, call.pathId()));
    }

    private Answer list(Call call, Change change) {
        return Pages.answer(
                "Disputes retrieved",
                call,
                change.list(Kind.DISPUTE, Pages.created(call.parameters(), "createdAt"))
                        .reversed());
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.DISPUTE, id).orElseThrow(() -> PaystackError.notFound("Dispute"));
    }

    private static void save(Change change, ObjectNode dispute) {
        change.put(Kind.DISPUTE, dispute.path("id").asString(), dispute);
    }
}
