package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.RequestBook.CustomerForm;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How payment requests are paid: by their payers when it is time, or by hand. */
final class Payments {
    /** The code of the request that a transaction pays; ours, not shown. */
    static final String REQUEST = "_request";

    private final RequestBook book;
    private final PaystackEvents events;

    Payments(RequestBook book, PaystackEvents events) {
        this.book = book;
        this.events = events;
    }

    static ObjectNode shown(ObjectNode transaction) {
        ObjectNode shown = transaction.deepCopy();
        shown.remove(REQUEST);
        return shown;
    }

    /** What payers do by themselves; an amount below the least is never paid. */
    int payDue(Change change) {
        long now = book.account().now().toEpochMilli();
        List<ObjectNode> due = change.list(
                Kind.PAYMENT_REQUEST,
                request -> RequestBook.hasStatus(request, "pending")
                        && !RequestBook.isArchived(request)
                        && request.path(RequestBook.PAY_MILLIS).isNumber()
                        && Json.number(request, RequestBook.PAY_MILLIS) <= now);
        due.forEach(request -> payByItself(change, request));
        return due.size();
    }

    private void payByItself(Change change, ObjectNode request) {
        ObjectNode customer = Customers.find(change, request.path("customer").asString())
                .orElseThrow(() -> new IllegalStateException("a request without a customer"));
        request.putNull(RequestBook.PAY_MILLIS);
        RequestBook.save(change, request);
        long all = RequestBook.pendingAmount(request);
        long amount = switch (Payer.of(change, customer)) {
            case PAYS -> all;
            case PAYS_HALF -> Currencies.charged(Json.string(request, "currency"), all / 2);
            case NEVER_PAYS -> 0;
        };
        if (amount >= Currencies.amountMin(Json.string(request, "currency"))) {
            pay(change, request, amount);
        }
    }

    /**
     * A payment comes in. The request is paid when nothing is pending any more; each payment is a transaction with its
     * own {@code charge.success}, which does not name the request.
     */
    ObjectNode pay(Change change, ObjectNode request, long amount) {
        if (!RequestBook.hasStatus(request, "pending")) {
            throw PaystackError.refused(
                    "not_pending", "Payment request is " + Json.string(request, "status") + ": it cannot be paid");
        }
        long amountMin = Currencies.amountMin(Json.string(request, "currency"));
        if (amount < amountMin) {
            throw PaystackError.invalid("amount", Long.toString(amount), "at least " + amountMin);
        }
        ObjectNode transaction = transaction(change, request, amount);
        change.put(Kind.TRANSACTION, Json.string(transaction, "reference"), transaction);
        request.put(RequestBook.AMOUNT_PAID, Json.number(request, RequestBook.AMOUNT_PAID) + amount);
        boolean isPaid = RequestBook.pendingAmount(request) == 0;
        if (isPaid) {
            request.put("status", "success").put("paid", true);
            request.put("paid_at", Account.written(book.account().now()));
        }
        RequestBook.save(change, request);
        events.record(change, "charge.success", shown(transaction));
        if (isPaid) {
            events.record(change, "paymentrequest.success", book.shown(change, request, CustomerForm.NUMBER));
        }
        return book.shownWithPayments(change, request);
    }

    private ObjectNode transaction(Change change, ObjectNode request, long amount) {
        Account account = book.account();
        ObjectNode transaction = Json.template(Payments.class, "transaction.json");
        long id = account.newId(change);
        String now = Account.written(account.now());
        transaction
                .put("id", 5_000_000_000L + id)
                .put("reference", "T" + id + account.newCode("").substring(0, 8));
        transaction.put("amount", amount).put("requested_amount", amount);
        transaction
                .put("currency", Json.string(request, "currency"))
                .put("paid_at", now)
                .put("created_at", now);
        Json.child(transaction, "authorization").put("authorization_code", account.newCode("AUTH_"));
        Customers.find(change, request.path("customer").asString())
                .ifPresent(customer -> transaction.set("customer", Customers.brief(customer)));
        return transaction.put(REQUEST, Json.string(request, "request_code"));
    }
}
