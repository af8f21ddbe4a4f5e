package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /refund}: pending, then processing, then processed or failed, a second each. What is told names the transaction,
 * and not the refund.
 *
 * <p>The field {@code _next_millis} is ours and not shown.
 */
final class Refunds {
    private static final String NEXT_MILLIS = "_next_millis";
    private static final long MILLIS_A_STEP = 1_000;

    private static final List<String> QUEUED = List.of(
            "integration",
            "deducted_amount",
            "merchant_note",
            "customer_note",
            "status",
            "refunded_by",
            "currency",
            "domain",
            "amount",
            "id",
            "createdAt");

    private static final List<String> TRANSACTION =
            List.of("id", "domain", "reference", "amount", "paid_at", "channel", "currency", "paidAt", "customer");

    private final Account account;
    private final PaystackEvents events;

    Refunds(Account account, PaystackEvents events) {
        this.account = account;
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/refund", this::create)
                .on("GET", "/refund", this::list)
                .on("GET", "/refund/{id}", this::fetch);
    }

    private Answer create(Call call, Change change) {
        Fields fields = Fields.of(call);
        ObjectNode transaction = TransactionBook.require(change, fields.requiredId("transaction"));
        long left = Json.number(transaction, "amount") - refunded(change, transaction);
        long amount = fields.whole("amount").orElse(left);
        if (!TransactionBook.hasStatus(transaction, "success") || amount < 1 || amount > left) {
            throw PaystackError.invalid("amount", Long.toString(amount), "1 to " + left + " of a paid transaction");
        }
        ObjectNode refund = Json.template(Refunds.class, "refund.json");
        long id = account.newId(change);
        refund.put("id", id).put("integration", Account.INTEGRATION);
        refund.put("transaction", Json.number(transaction, "id")).put("amount", amount);
        refund.put("transaction_reference", Json.string(transaction, "reference"));
        refund.put("transaction_amount", Json.number(transaction, "amount"));
        refund.put("currency", Json.string(transaction, "currency"));
        fields.text("customer_note").ifPresent(note -> refund.put("customer_note", note));
        fields.text("merchant_note").ifPresent(note -> refund.put("merchant_note", note));
        refund.set("customer", transaction.required("customer"));
        fields.text("currency");
        fields.refuseUnknown();
        refund.put("createdAt", Account.written(account.now()));
        step(change, refund, "pending");
        return Account.ok("Refund has been queued for processing", queued(refund, transaction));
    }

    /** Each refund goes its next step when its second is over. */
    int goOn(Change change) {
        long now = account.now().toEpochMilli();
        List<ObjectNode> due = change.list(
                Kind.REFUND, refund -> refund.path(NEXT_MILLIS).isNumber() && Json.number(refund, NEXT_MILLIS) <= now);
        due.forEach(refund -> step(change, refund, next(refund)));
        return due.size();
    }

    private static String next(ObjectNode refund) {
        if (Json.string(refund, "status").equals("pending")) {
            return "processing";
        }
        String email = Json.string(refund.path("customer"), "email");
        return email.contains("+sandbox_refund_fails@") ? "failed" : "processed";
    }

    private void step(Change change, ObjectNode refund, String status) {
        boolean isEnded = status.equals("processed") || status.equals("failed");
        refund.put("status", status);
        if (isEnded) {
            refund.putNull(NEXT_MILLIS);
        } else {
            refund.put(NEXT_MILLIS, account.now().toEpochMilli() + MILLIS_A_STEP);
        }
        change.put(Kind.REFUND, refund.path("id").asString(), refund);
        events.record(change, "refund." + status, told(refund));
    }

    /** As Paystack's samples have it: no id, and the amount is a text once it is processed. */
    private static ObjectNode told(ObjectNode refund) {
        ObjectNode told = Json.object();
        told.put("status", Json.string(refund, "status")).putNull("refund_reference");
        told.put("transaction_reference", Json.string(refund, "transaction_reference"));
        if (Json.string(refund, "status").equals("processed")) {
            told.put("amount", Long.toString(Json.number(refund, "amount")));
        } else {
            told.put("amount", Json.number(refund, "amount"));
        }
        told.put("currency", Json.string(refund, "currency")).put("processor", "instant-transfer");
        told.set("customer", refund.required("customer"));
        return told.put("integration", Account.INTEGRATION).put("domain", Account.DOMAIN);
    }

    private Answer fetch(Call call, Change change) {
        return Account.ok(
                "Refund retrieved",
                shown(change.find(Kind.REFUND, call.pathId()).orElseThrow(() -> PaystackError.notFound("Refund"))));
    }

    /** Newest first; of one transaction where its number is named. */
    private Answer list(Call call, Change change) {
        Optional<Long> transaction = call.parameters().number("transaction");
        Predicate<ObjectNode> filter =
                refund -> transaction.isEmpty() || Json.number(refund, "transaction") == transaction.get();
        List<ObjectNode> found = change.list(Kind.REFUND, filter.and(Pages.created(call.parameters(), "createdAt")));
        return Pages.answer(
                "Refunds retrieved",
                call,
                found.reversed().stream().map(Refunds::shown).toList());
    }

    private static long refunded(Change change, ObjectNode transaction) {
        long id = Json.number(transaction, "id");
        return change
                .list(
                        Kind.REFUND,
                        refund -> Json.number(refund, "transaction") == id
                                && !Json.string(refund, "status").equals("failed"))
                .stream()
                .mapToLong(refund -> Json.number(refund, "amount"))
                .sum();
    }

    private static ObjectNode shown(ObjectNode refund) {
        ObjectNode shown = refund.deepCopy();
        shown.remove(NEXT_MILLIS);
        return shown;
    }

    /** The answer to a creation alone has the transaction itself, and when the money will be there. */
    private static ObjectNode queued(ObjectNode refund, ObjectNode transaction) {
        ObjectNode queued = shown(refund).retain(QUEUED);
        String created = Json.string(refund, "createdAt");
        queued.set("transaction", TransactionBook.shown(transaction).retain(TRANSACTION));
        queued.put("fully_deducted", false).putNull("channel");
        return queued.put("updatedAt", created).put("expected_at", created);
    }
}
