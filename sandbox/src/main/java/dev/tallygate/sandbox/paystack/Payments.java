package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.RequestBook.CustomerForm;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How payment requests are paid: by their payers when it is time, or by hand. */
final class Payments {
    private final RequestBook book;
    private final TransactionBook transactions;
    private final PaystackEvents events;

    Payments(RequestBook book, TransactionBook transactions, PaystackEvents events) {
        this.book = book;
        this.transactions = transactions;
        this.events = events;
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
        transactions.succeed(change, transaction(change, request, amount));
        request.put(RequestBook.AMOUNT_PAID, Json.number(request, RequestBook.AMOUNT_PAID) + amount);
        boolean isPaid = RequestBook.pendingAmount(request) == 0;
        if (isPaid) {
            request.put("status", "success").put("paid", true);
            request.put("paid_at", Account.written(book.account().now()));
        }
        RequestBook.save(change, request);
        if (isPaid) {
            events.record(change, "paymentrequest.success", book.shown(change, request, CustomerForm.NUMBER));
        }
        return book.shownWithPayments(change, request);
    }

    /** Whoever pays by card leaves it behind: it can be charged again. */
    private ObjectNode transaction(Change change, ObjectNode request, long amount) {
        ObjectNode customer = Customers.find(change, request.path("customer").asString())
                .orElseThrow(() -> new IllegalStateException("a request without a customer"));
        String code = Json.string(customer, "customer_code");
        if (SavedCard.of(change, code).isEmpty()) {
            SavedCard.PAYS.assignTo(change, book.account(), code);
        }
        ObjectNode transaction = transactions.fresh(change, customer, "", amount);
        transaction.put("currency", Json.string(request, "currency"));
        return transaction.put(TransactionBook.REQUEST, Json.string(request, "request_code"));
    }
}
