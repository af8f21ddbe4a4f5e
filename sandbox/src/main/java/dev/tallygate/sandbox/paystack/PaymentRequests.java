package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.RequestBook.CustomerForm;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /paymentrequest}: create and update. */
final class PaymentRequests {
    /** What Paystack's answer to a creation leaves out. */
    private static final List<String> NOT_YET = List.of("pending_amount", "pdf_url", "paid_at");

    private final RequestBook book;

    PaymentRequests(RequestBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/paymentrequest", this::create).on("PUT", "/paymentrequest/{id}", this::update);
    }

    private Answer create(Call call, Change change) {
        Fields fields = Fields.of(call);
        ObjectNode request = Json.template(PaymentRequests.class, "payment_request.json");
        Account account = book.account();
        long id = account.newId(change);
        request.put("id", id).put("integration", Account.INTEGRATION).put("domain", Account.DOMAIN);
        request.put("request_code", account.newCode("PRQ_"));
        request.put("offline_reference", Account.INTEGRATION + "" + id);
        request.put("created_at", Account.written(account.now()));
        fill(change, fields, fields.requiredId("customer"), request);
        boolean isDraft = fields.flag("draft").orElse(false);
        boolean notifies = fields.flag("send_notification").orElse(true) && !isDraft;
        fields.refuseUnknown();
        if (isDraft) {
            request.put("status", "draft");
            RequestBook.save(change, request);
        } else {
            book.open(change, request);
        }
        if (notifies) {
            book.notifyCustomer(change, request);
        }
        ObjectNode shown = book.shown(change, request, CustomerForm.NUMBER);
        return Account.ok("Payment request created", shown.without(NOT_YET));
    }

    /** A paid one does not change any more. */
    private Answer update(Call call, Change change) {
        Fields fields = Fields.of(call);
        ObjectNode request = RequestBook.require(change, call.pathId());
        if (RequestBook.hasStatus(request, "success")) {
            throw PaystackError.refused("already_paid", "A payment request that was paid cannot be updated");
        }
        fill(
                change,
                fields,
                fields.any("customer").isPresent()
                        ? fields.requiredId("customer")
                        : request.path("customer").asString(),
                request);
        boolean notifies = fields.flag("send_notification").orElse(false);
        fields.flag("draft");
        fields.refuseUnknown();
        RequestBook.save(change, request);
        if (notifies) {
            book.notifyCustomer(change, request);
        }
        ObjectNode shown = book.shown(change, request, CustomerForm.OBJECT);
        return Account.ok("Payment request updated", shown.without("pending_amount"));
    }

    private static void fill(Change change, Fields fields, String customerCode, ObjectNode request) {
        ObjectNode customer =
                Customers.find(change, customerCode).orElseThrow(() -> PaystackError.notFound("Customer"));
        request.put("customer", Json.number(customer, "id"));
        fields.text("currency").ifPresent(currency -> request.put("currency", Currencies.require(currency)));
        fields.text("description").ifPresent(text -> request.put("description", text));
        fields.text("due_date").ifPresent(date -> request.put("due_date", time(date)));
        fields.text("split_code").ifPresent(code -> request.put("split_code", code));
        fields.flag("has_invoice").ifPresent(flag -> request.put("has_invoice", flag));
        fields.whole("invoice_number").ifPresent(number -> request.put("invoice_number", number));
        fillAmounts(fields, request);
    }

    /** The amount is that of items and taxes where there are any, else the one that is named. */
    private static void fillAmounts(Fields fields, ObjectNode request) {
        String currency = Json.string(request, "currency");
        List<Fields> items = fields.list("line_items");
        List<Fields> taxes = fields.list("tax");
        Optional<Long> amount = fields.whole("amount").map(named -> Currencies.charged(currency, named));
        long total = 0;
        if (!items.isEmpty()) {
            ArrayNode lines = request.putArray("line_items");
            for (Fields item : items) {
                long each = Currencies.charged(currency, item.requiredWhole("amount"));
                long quantity = item.whole("quantity").orElse(1L);
                lines.addObject()
                        .put("name", item.required("name"))
                        .put("amount", each)
                        .put("quantity", quantity);
                total = Math.addExact(total, Math.multiplyExact(each, quantity));
                item.refuseUnknown();
            }
        }
        if (!taxes.isEmpty()) {
            ArrayNode lines = request.putArray("tax");
            for (Fields tax : taxes) {
                long each = Currencies.charged(currency, tax.requiredWhole("amount"));
                lines.addObject().put("name", tax.required("name")).put("amount", each);
                total = Math.addExact(total, each);
                tax.refuseUnknown();
            }
        }
        if (items.isEmpty() && taxes.isEmpty()) {
            total = amount.orElse(Json.number(request, "amount"));
        }
        if (total == 0) {
            throw PaystackError.invalid("amount", "0", "an amount, or line_items whose sum is more than 0");
        }
        request.put("amount", total);
    }

    /** A time, or a date at its start, in UTC. */
    private static String time(String text) {
        try {
            return Account.written(Account.read(text));
        } catch (DateTimeException e) {
            throw PaystackError.invalid("due_date", text, "2026-07-08 or 2026-07-08T00:00:00Z");
        }
    }
}
