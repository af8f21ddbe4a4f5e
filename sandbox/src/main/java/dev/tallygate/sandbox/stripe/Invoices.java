package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/invoices}: create, retrieve, update, list, delete a draft, and the pages of lines. */
final class Invoices {
    private static final long SECONDS_A_DAY = 86_400;
    /** How long after its creation a draft with {@code auto_advance} finalizes itself. */
    private static final long SECONDS_TO_FINALIZE = 3_600;

    private final InvoiceBook book;

    Invoices(InvoiceBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/invoices", this::create)
                .on("GET", "/v1/invoices", this::list)
                .on("GET", "/v1/invoices/{id}", this::retrieve)
                .on("POST", "/v1/invoices/{id}", this::update)
                .on("DELETE", "/v1/invoices/{id}", this::delete)
                .on("GET", "/v1/invoices/{id}/lines", this::lines);
    }

    private Answer create(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode customer = Customers.require(change, parameters.required("customer"), "customer");
        ObjectNode invoice = blank(customer);
        String id = Json.string(invoice, "id");
        invoice.put("currency", currency(parameters, customer));
        fill(parameters, invoice);
        fillDraft(parameters, invoice);
        if (parameters.text("discounts").isEmpty()) {
            Discounts.inherit(change, customer, invoice);
        }
        String pending = parameters.choice("pending_invoice_items_behavior", "exclude", "include");
        parameters.refuseUnknown();
        change.put(Kind.INVOICE, id, invoice);
        if (pending.equals("include")) {
            takePendingItems(change, invoice);
        }
        book.recount(change, invoice);
        return Answer.ok(book.save(change, invoice, "invoice.created"));
    }

    private ObjectNode blank(ObjectNode customer) {
        ObjectNode invoice = Json.template(Kind.class, "invoice.json");
        long now = book.events().now();
        invoice.put("id", book.events().newId(Kind.INVOICE)).put("customer", Json.string(customer, "id"));
        invoice.put("created", now)
                .put("period_start", now)
                .put("period_end", now)
                .put("effective_at", now);
        copyCustomer(customer, invoice);
        return invoice;
    }

    /** A draft that nobody has asked for: a subscription's, not yet saved. */
    ObjectNode ofSubscription(Change change, ObjectNode subscription, String reason) {
        ObjectNode customer = Customers.require(change, Json.string(subscription, "customer"), "customer");
        ObjectNode invoice = blank(customer);
        invoice.put("currency", Json.string(subscription, "currency")).put("billing_reason", reason);
        invoice.put("collection_method", Json.string(subscription, "collection_method"));
        if (subscription.path("days_until_due").isNumber()) {
            invoice.put("due_date", book.events().now() + Json.number(subscription, "days_until_due") * SECONDS_A_DAY);
        }
        ObjectNode parent = invoice.putObject("parent").putNull("quote_details");
        ObjectNode details = parent.putObject("subscription_details");
        details.set("metadata", subscription.required("metadata").deepCopy());
        details.put("subscription", Json.string(subscription, "id"));
        parent.put("type", "subscription_details");
        Discounts.inherit(change, customer, invoice);
        return invoice;
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(book.shown(change, book.require(change, call.pathId(), "id")));
    }

    /** A draft is editable; of a finalized invoice only what does not concern money. */
    private Answer update(Call call, Change change) {
        ObjectNode before = book.require(change, call.pathId(), "id");
        ObjectNode invoice = before.deepCopy();
        fill(call.parameters(), invoice);
        if (InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT) {
            fillDraft(call.parameters(), invoice);
            call.parameters().refuseUnknown();
            if (call.parameters().text("discounts").isPresent()) {
                Discounts.remove(change, invoice);
            }
            book.recount(change, invoice);
        } else {
            refuseMoney(call.parameters(), invoice);
        }
        return Answer.ok(book.saveUpdate(change, before, invoice));
    }

    /** Its items become pending again; nothing remains of the draft. */
    private Answer delete(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode invoice = book.requireDraft(change, call.pathId(), "id");
        ObjectNode shown = book.shown(change, invoice);
        for (ObjectNode item : book.items(change, invoice)) {
            change.put(Kind.INVOICE_ITEM, Json.string(item, "id"), item.putNull("invoice"));
        }
        UsageLines.of(change, invoice).forEach(line -> change.remove(Kind.USAGE_LINE, Json.string(line, "id")));
        change.remove(Kind.INVOICE, call.pathId());
        book.events().record(change, "invoice.deleted", shown);
        ObjectNode rest = Json.object();
        return Answer.ok(rest.put("id", call.pathId()).put("object", "invoice").put("deleted", true));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        Optional<String> subscription = parameters.text("subscription");
        ObjectNode page = Listing.newestFirst(
                call,
                change,
                Kind.INVOICE,
                Listing.matching(parameters, "customer")
                        .and(Listing.matching(parameters, "status"))
                        .and(Listing.matching(parameters, "collection_method"))
                        .and(Listing.created(parameters))
                        .and(invoice ->
                                subscription.isEmpty() || subscription.equals(UsageLines.subscriptionId(invoice))));
        ArrayNode data = (ArrayNode) page.required("data");
        for (int index = 0; index < data.size(); index++) {
            data.set(index, book.shown(change, (ObjectNode) data.get(index)));
        }
        return Answer.ok(page);
    }

    private Answer lines(Call call, Change change) {
        ObjectNode invoice = book.require(change, call.pathId(), "invoice");
        return Answer.ok(Listing.page(call, book.lines(change, invoice)));
    }

    private static void copyCustomer(ObjectNode customer, ObjectNode invoice) {
        for (String field : List.of("email", "name", "phone", "address", "tax_exempt")) {
            invoice.set("customer_" + field, customer.required(field));
        }
    }

    private static String currency(Parameters parameters, ObjectNode customer) {
        return parameters
                .text("currency")
                .or(() -> Json.text(customer, "currency"))
                .map(Currencies::require)
                .orElse("usd");
    }

    /** The customer's items in the invoice's currency that are on no invoice yet. */
    void takePendingItems(Change change, ObjectNode invoice) {
        String customer = Json.string(invoice, "customer");
        String currency = Json.string(invoice, "currency");
        List<ObjectNode> pending = change.list(
                Kind.INVOICE_ITEM,
                item -> Json.text(item, "invoice").isEmpty()
                        && Json.string(item, "customer").equals(customer)
                        && Json.string(item, "currency").equals(currency));
        for (ObjectNode item : pending.subList(0, Math.min(InvoiceBook.ITEMS_MAX, pending.size()))) {
            String id = Json.string(item, "id");
            change.put(Kind.INVOICE_ITEM, id, item.put("invoice", Json.string(invoice, "id")));
        }
    }

    private void fill(Parameters parameters, ObjectNode invoice) {
        parameters.text("description").ifPresent(text -> invoice.put("description", text));
        parameters.text("footer").ifPresent(text -> invoice.put("footer", text));
        parameters.flag("auto_advance").ifPresent(flag -> schedule(invoice.put("auto_advance", flag)));
        Metadata.apply(parameters, invoice);
    }

    /** An invoice that advances by itself: a draft finalizes in an hour, an open one is charged at once. */
    private void schedule(ObjectNode invoice) {
        InvoiceStatus status = InvoiceStatus.of(invoice);
        String field = status == InvoiceStatus.DRAFT ? "automatically_finalizes_at" : "next_payment_attempt";
        long delay = status == InvoiceStatus.DRAFT ? SECONDS_TO_FINALIZE : 0;
        boolean charges = Json.string(invoice, "collection_method").equals("charge_automatically");
        boolean waits = status == InvoiceStatus.DRAFT || (status == InvoiceStatus.OPEN && charges);
        if (invoice.path("auto_advance").asBoolean() && waits) {
            invoice.put(field, book.events().now() + delay);
        } else {
            invoice.putNull(field);
        }
    }

    private void fillDraft(Parameters parameters, ObjectNode invoice) {
        parameters.text("number").filter(text -> !text.isEmpty()).ifPresent(text -> invoice.put("number", text));
        parameters.text("statement_descriptor").ifPresent(text -> invoice.put("statement_descriptor", text));
        parameters
                .number("automatically_finalizes_at")
                .ifPresent(time -> invoice.put("automatically_finalizes_at", time));
        InvoiceItems.refuseDiscounts(parameters);
        if (parameters.flag("automatic_tax[enabled]").orElse(false)) {
            throw ParameterRefused.invalid("automatic_tax[enabled]", "This sandbox computes no taxes");
        }
        parameters.accept("payment_settings", "rendering", "custom_fields", "default_payment_method");
        fillCollection(parameters, invoice);
    }

    private void fillCollection(Parameters parameters, ObjectNode invoice) {
        if (parameters.text("collection_method").isPresent()) {
            invoice.put(
                    "collection_method",
                    parameters.choice("collection_method", "charge_automatically", "send_invoice"));
        }
        Optional<Long> days = parameters.number("days_until_due");
        Optional<Long> due = parameters
                .number("due_date")
                .or(() -> days.map(count -> book.events().now() + count * SECONDS_A_DAY));
        boolean isSent = Json.string(invoice, "collection_method").equals("send_invoice");
        if (due.isPresent() && !isSent) {
            throw ParameterRefused.invalid(
                    "days_until_due", "A due date is for invoices with collection_method=send_invoice");
        }
        due.ifPresent(date -> invoice.put("due_date", date));
        if (isSent && invoice.path("due_date").isNull()) {
            throw ParameterRefused.missing("days_until_due");
        }
    }

    private static void refuseMoney(Parameters parameters, ObjectNode invoice) {
        try {
            parameters.refuseUnknown();
        } catch (ParameterRefused e) {
            throw StripeError.refused(
                    "invoice_not_editable",
                    "This invoice is " + InvoiceBook.status(invoice) + ": only its description, footer, metadata and"
                            + " auto_advance can change");
        }
    }
}
