package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/invoiceitems}: create, retrieve, update, delete, list. Only a draft's items change. */
final class InvoiceItems {
    private final InvoiceBook book;

    InvoiceItems(InvoiceBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/invoiceitems", this::create)
                .on("GET", "/v1/invoiceitems", this::list)
                .on("GET", "/v1/invoiceitems/{id}", this::retrieve)
                .on("POST", "/v1/invoiceitems/{id}", this::update)
                .on("DELETE", "/v1/invoiceitems/{id}", this::delete);
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode customer = Customers.require(change, parameters.required("customer"), "customer");
        ObjectNode item = Json.template(Kind.class, "invoiceitem.json");
        String id = book.events().newId(Kind.INVOICE_ITEM);
        long now = book.events().now();
        item.put("id", id).put("customer", Json.string(customer, "id")).put("date", now);
        Json.child(item, "period").put("start", now).put("end", now);
        parameters.text("invoice").ifPresent(invoice -> item.put("invoice", invoice));
        item.put("currency", currency(change, parameters, item, customer));
        parameters.required("amount");
        fill(parameters, item);
        requireRoom(change, item);
        change.put(Kind.INVOICE_ITEM, id, item);
        recountInvoice(change, item);
        book.events().record(change, "invoiceitem.created", item);
        return Answer.ok(item);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId()));
    }

    private Answer update(Call call, Change change) {
        ObjectNode item = require(change, call.pathId());
        requireEditable(change, item);
        fill(call.parameters(), item);
        change.put(Kind.INVOICE_ITEM, call.pathId(), item);
        recountInvoice(change, item);
        return Answer.ok(item);
    }

    private Answer delete(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode item = require(change, call.pathId());
        requireEditable(change, item);
        change.remove(Kind.INVOICE_ITEM, call.pathId());
        recountInvoice(change, item);
        book.events().record(change, "invoiceitem.deleted", item);
        ObjectNode rest = Json.object();
        return Answer.ok(
                rest.put("id", call.pathId()).put("object", "invoiceitem").put("deleted", true));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        Predicate<ObjectNode> pending = parameters
                .flag("pending")
                .<Predicate<ObjectNode>>map(
                        wanted -> item -> wanted == Json.text(item, "invoice").isEmpty())
                .orElse(item -> true);
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.INVOICE_ITEM,
                Listing.matching(parameters, "customer")
                        .and(Listing.matching(parameters, "invoice"))
                        .and(pending)));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.INVOICE_ITEM, id).orElseThrow(() -> StripeError.notFound(Kind.INVOICE_ITEM, id, "id"));
    }

    /** The invoice's where there is one: an invoice has one customer and one currency. */
    private String currency(Change change, Parameters parameters, ObjectNode item, ObjectNode customer) {
        String wanted = parameters
                .text("currency")
                .or(() -> Json.text(customer, "currency"))
                .map(Currencies::require)
                .orElse("");
        if (Json.text(item, "invoice").isEmpty()) {
            return wanted.isEmpty() ? parameters.required("currency") : wanted;
        }
        ObjectNode invoice = book.requireDraft(change, Json.string(item, "invoice"), "invoice");
        if (!Json.string(invoice, "customer").equals(Json.string(customer, "id"))) {
            throw ParameterRefused.invalid("invoice", "The invoice belongs to another customer");
        }
        String currency = Json.string(invoice, "currency");
        if (parameters.text("currency").isPresent() && !wanted.equals(currency)) {
            throw ParameterRefused.invalid("currency", "The invoice is in " + currency + ", not " + wanted);
        }
        return currency;
    }

    private static void fill(Parameters parameters, ObjectNode item) {
        parameters.number("amount").ifPresent(amount -> {
            Currencies.requireAmount(Json.string(item, "currency"), amount);
            item.put("amount", amount).put("net_amount", amount);
        });
        parameters.text("description").ifPresent(text -> item.put("description", text));
        parameters
                .number("period[start]")
                .ifPresent(start -> Json.child(item, "period").put("start", start));
        parameters
                .number("period[end]")
                .ifPresent(end -> Json.child(item, "period").put("end", end));
        if (Json.number(item.path("period"), "end") < Json.number(item.path("period"), "start")) {
            throw ParameterRefused.invalid("period", "period[end] must not be before period[start]");
        }
        Metadata.apply(parameters, item);
        parameters.accept("discountable");
        refuseDiscounts(parameters);
        parameters.refuseUnknown();
    }

    /** An empty value says that nothing is inherited. */
    static void refuseDiscounts(Parameters parameters) {
        boolean some =
                parameters.text("discounts").filter(text -> !text.isEmpty()).isPresent();
        if (some || !parameters.map("discounts").isEmpty()) {
            throw ParameterRefused.invalid(
                    "discounts", "This sandbox has no discounts but a customer's, which an empty value shuts out");
        }
    }

    private void requireRoom(Change change, ObjectNode item) {
        Json.text(item, "invoice").ifPresent(id -> {
            ObjectNode invoice = book.requireDraft(change, id, "invoice");
            if (book.items(change, invoice).size() >= InvoiceBook.ITEMS_MAX) {
                throw StripeError.refused(
                        null, "An invoice can have at most " + InvoiceBook.ITEMS_MAX + " invoice items");
            }
        });
    }

    private void requireEditable(Change change, ObjectNode item) {
        Json.text(item, "invoice").ifPresent(id -> book.requireDraft(change, id, "invoice"));
    }

    private void recountInvoice(Change change, ObjectNode item) {
        Json.text(item, "invoice").ifPresent(id -> {
            ObjectNode invoice = book.requireDraft(change, id, "invoice");
            ObjectNode before = invoice.deepCopy();
            book.recount(change, invoice);
            book.saveUpdate(change, before, invoice);
        });
    }
}
