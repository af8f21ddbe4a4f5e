package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payment requests as they are kept, as they are shown, and how one is opened.
 *
 * <p>Fields with an underscore are ours and are not shown: {@code _pay_millis}, {@code _amount_paid}, {@code _archived}.
 */
final class RequestBook {
    static final String PAY_MILLIS = "_pay_millis";
    static final String AMOUNT_PAID = "_amount_paid";
    static final String ARCHIVED = "_archived";

    /** How long a payer takes. */
    private static final long MILLIS_TO_PAY = 1_000;

    /** How the customer stands in an answer: its number, or all of it. */
    enum CustomerForm {
        NUMBER,
        OBJECT
    }

    private final Account account;
    private final PaystackEvents events;

    RequestBook(Account account, PaystackEvents events) {
        this.account = account;
        this.events = events;
    }

    Account account() {
        return account;
    }

    /** By its code or its number; an archived one is gone. */
    static ObjectNode require(Change change, String codeOrId) {
        return change
                .list(
                        Kind.PAYMENT_REQUEST,
                        request -> !isArchived(request)
                                && (Json.string(request, "request_code").equals(codeOrId)
                                        || request.path("id").asString().equals(codeOrId)))
                .stream()
                .findFirst()
                .orElseThrow(() -> PaystackError.notFound("Payment request"));
    }

    static boolean isArchived(ObjectNode request) {
        return request.path(ARCHIVED).asBoolean(false);
    }

    static boolean hasStatus(ObjectNode request, String status) {
        return Json.string(request, "status").equals(status);
    }

    static long pendingAmount(ObjectNode request) {
        return Math.max(0, Json.number(request, "amount") - Json.number(request, AMOUNT_PAID));
    }

    static void save(Change change, ObjectNode request) {
        change.put(Kind.PAYMENT_REQUEST, Json.string(request, "request_code"), request);
    }

    /** A draft, or a new one that never was a draft, can now be paid; the world is told. */
    void open(Change change, ObjectNode request) {
        request.put("status", "pending").put(PAY_MILLIS, account.now().toEpochMilli() + MILLIS_TO_PAY);
        save(change, request);
        events.record(change, "paymentrequest.pending", shown(change, request, CustomerForm.NUMBER));
    }

    /** The customer gets an e-mail: here it is only written down. */
    void notifyCustomer(Change change, ObjectNode request) {
        ObjectNode notification = ((ArrayNode) request.required("notifications")).addObject();
        notification.put("sent_at", Account.written(account.now())).put("channel", "email");
        save(change, request);
    }

    ObjectNode shown(Change change, ObjectNode request, CustomerForm form) {
        ObjectNode shown = request.deepCopy();
        shown.remove(List.of(PAY_MILLIS, AMOUNT_PAID, ARCHIVED));
        shown.put("pending_amount", pendingAmount(request));
        if (form == CustomerForm.OBJECT) {
            Customers.find(change, request.path("customer").asString())
                    .ifPresent(customer -> shown.set("customer", Customers.brief(customer)));
        }
        return shown;
    }

    /** With what was paid so far, as fetch and verify show it. */
    ObjectNode shownWithPayments(Change change, ObjectNode request) {
        ObjectNode shown = shown(change, request, CustomerForm.OBJECT);
        shown.put("amount_paid", Json.number(request, AMOUNT_PAID));
        ArrayNode transactions = shown.putArray("transactions");
        String code = Json.string(request, "request_code");
        change.list(
                        Kind.TRANSACTION,
                        paid -> Json.text(paid, TransactionBook.REQUEST)
                                .filter(code::equals)
                                .isPresent())
                .forEach(paid -> transactions.add(TransactionBook.shown(paid)));
        return shown;
    }
}
