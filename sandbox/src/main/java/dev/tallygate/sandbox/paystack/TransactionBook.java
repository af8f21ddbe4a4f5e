package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Transactions as they are kept and shown, and how one ends. Only one that succeeds is told of.
 *
 * <p>The field {@code _request} is ours and not shown: the code of the request that a transaction pays.
 */
final class TransactionBook {
    static final String REQUEST = "_request";

    /** How far a charge can be; the first four may still become anything. */
    static final List<String> UNDER_WAY = List.of("pending", "ongoing", "processing", "queued");

    private final Account account;
    private final PaystackEvents events;

    TransactionBook(Account account, PaystackEvents events) {
        this.account = account;
        this.events = events;
    }

    Account account() {
        return account;
    }

    /** Times stand there in both spellings. */
    static ObjectNode shown(ObjectNode transaction) {
        ObjectNode shown = transaction.deepCopy();
        shown.remove(REQUEST);
        shown.set("createdAt", shown.required("created_at"));
        shown.set("transaction_date", shown.required("created_at"));
        shown.set("paidAt", shown.required("paid_at"));
        return shown;
    }

    /** By its reference or its number. */
    static Optional<ObjectNode> find(Change change, String referenceOrId) {
        return change.find(Kind.TRANSACTION, referenceOrId)
                .or(() -> change
                        .list(Kind.TRANSACTION, one -> one.path("id").asString().equals(referenceOrId))
                        .stream()
                        .findFirst());
    }

    static ObjectNode require(Change change, String referenceOrId) {
        return find(change, referenceOrId).orElseThrow(() -> PaystackError.notFound("Transaction reference"));
    }

    static void save(Change change, ObjectNode transaction) {
        change.put(Kind.TRANSACTION, Json.string(transaction, "reference"), transaction);
    }

    static boolean hasStatus(ObjectNode transaction, String status) {
        return Json.string(transaction, "status").equals(status);
    }

    /** A new one of this customer; an empty reference gets one of Paystack's. */
    ObjectNode fresh(Change change, ObjectNode customer, String reference, long amount) {
        ObjectNode transaction = Json.template(TransactionBook.class, "transaction.json");
        long id = account.newId(change);
        String own = "T" + id + account.newCode("").substring(0, 8);
        transaction.put("id", 5_000_000_000L + id).put("reference", reference.isEmpty() ? own : reference);
        transaction.put("amount", amount).put("requested_amount", amount);
        transaction.put("created_at", Account.written(account.now()));
        transaction.set("customer", Customers.brief(customer));
        SavedCard.authorization(change, Json.string(customer, "customer_code"))
                .ifPresent(authorization -> transaction.set("authorization", authorization));
        return transaction;
    }

    /** It came in; the world is told, without a word of what was paid with it. */
    void succeed(Change change, ObjectNode transaction) {
        String now = Account.written(account.now());
        transaction
                .put("status", "success")
                .put("gateway_response", "Successful")
                .put("paid_at", now);
        save(change, transaction);
        events.record(change, "charge.success", shown(transaction));
    }

    /** Nobody is told. */
    void fail(Change change, ObjectNode transaction, String status, String why) {
        transaction.put("status", status).put("gateway_response", why).putNull("paid_at");
        save(change, transaction);
    }
}
