package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
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
        ObjectNode dispute = Json.template(Disputes.class, "dispute.json");
        long id = account.newId(change);
        dispute.put("id", id).put("refund_amount", Json.number(transaction, "amount"));
        dispute.put("currency", Json.string(transaction, "currency"));
        dispute.set("transaction", TransactionBook.shown(transaction));
        dispute.set("customer", transaction.required("customer"));
        String now = Account.written(account.now());
        dispute.put("createdAt", now).put("updatedAt", now);
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
        String message = fields.text("message").orElse("");
        fields.whole("refund_amount").ifPresent(amount -> dispute.put("refund_amount", amount));
        fields.text("uploaded_filename");
        fields.any("evidence");
        fields.refuseUnknown();
        String now = Account.written(account.now());
        dispute.put("status", "resolved").put("resolution", resolution);
        dispute.put("resolvedAt", now).put("updatedAt", now);
        save(change, dispute);
        events.record(change, "charge.dispute.resolve", dispute);
        return Account.ok("Dispute successfully resolved", resolved(dispute, message));
    }

    /** The answer to it alone has numbers where a look at the dispute has objects. */
    private static ObjectNode resolved(ObjectNode dispute, String message) {
        ObjectNode resolved = dispute.deepCopy().without(List.of("customer", "history", "messages"));
        JsonNode transaction = dispute.required("transaction");
        resolved.put("transaction", transaction.path("id").asLong());
        resolved.put(
                "merchant_transaction_reference", transaction.path("reference").asString());
        resolved.put("integration", Account.INTEGRATION).put("created_by", 0);
        resolved.putObject("message")
                .put("id", 0)
                .put("dispute", dispute.path("id").asLong())
                .put("sender", "sandbox@example.com")
                .put("body", message)
                .put("createdAt", Json.string(dispute, "resolvedAt"))
                .put("updatedAt", Json.string(dispute, "resolvedAt"));
        return resolved;
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
