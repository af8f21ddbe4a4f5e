package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/credit_notes}: create, preview, retrieve, update, list, void, and their lines.
 *
 * <p>What an invoice still owes is lowered first; what is more has to be given back: by a refund, as credit for the next
 * invoices, or out of band, and the three have to add up to it.
 */
final class CreditNotes {
    private final InvoiceBook book;
    private final InvoiceMoves moves;
    private final CreditLines lines;
    private final Refunds refunds;

    CreditNotes(InvoiceBook book, InvoiceMoves moves, Refunds refunds) {
        this.book = book;
        this.moves = moves;
        this.lines = new CreditLines(book);
        this.refunds = refunds;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/credit_notes", this::create)
                .on("GET", "/v1/credit_notes", this::list)
                .on("GET", "/v1/credit_notes/preview", this::preview)
                .on("GET", "/v1/credit_notes/{id}", this::retrieve)
                .on("POST", "/v1/credit_notes/{id}", this::update)
                .on("GET", "/v1/credit_notes/{id}/lines", this::lines)
                .on("POST", "/v1/credit_notes/{id}/void", this::voidNote);
    }

    /** How what was paid already is given back. */
    private record Back(long refund, long credit, long outOfBand) {
        static Back of(Parameters parameters) {
            return new Back(
                    parameters.number("refund_amount").orElse(0L),
                    parameters.number("credit_amount").orElse(0L),
                    parameters.number("out_of_band_amount").orElse(0L));
        }

        long sum() {
            return refund + credit + outOfBand;
        }
    }

    private Answer create(Call call, Change change) {
        ObjectNode invoice = invoice(call, change);
        ObjectNode note = note(call, change, invoice);
        Back back = back(call.parameters(), note);
        mail(call.parameters());
        call.parameters().refuseUnknown();
        String id = Json.string(note, "id");
        long before = Json.number(note, "pre_payment_amount");
        long after = Json.number(note, "post_payment_amount");
        if (back.refund() > 0) {
            ObjectNode charge = Payments.requireCharge(change, Json.string(invoice, "id"), "refund_amount");
            ObjectNode refund = refunds.refund(change, charge, back.refund());
            ((ArrayNode) note.required("refunds"))
                    .addObject()
                    .put("amount_refunded", back.refund())
                    .put("refund", Json.string(refund, "id"))
                    .put("type", "refund");
        }
        change.put(Kind.CREDIT_NOTE, id, note);
        book.events().record(change, "credit_note.created", note);
        moves.credit(change, invoice, before, after, back.credit());
        return Answer.ok(note);
    }

    private Answer preview(Call call, Change change) {
        ObjectNode note = note(call, change, invoice(call, change));
        back(call.parameters(), note);
        call.parameters().refuseUnknown();
        return Answer.ok(note);
    }

    private ObjectNode invoice(Call call, Change change) {
        ObjectNode invoice = book.require(change, call.parameters().required("invoice"), "invoice");
        InvoiceStatus status = InvoiceStatus.of(invoice);
        if (status != InvoiceStatus.OPEN && status != InvoiceStatus.PAID) {
            throw StripeError.refused(
                    null, "Credit notes are for invoices that are open or paid, and this one is " + status.word());
        }
        return invoice;
    }

    private ObjectNode note(Call call, Change change, ObjectNode invoice) {
        Parameters parameters = call.parameters();
        ObjectNode note = Json.template(Kind.class, "credit_note.json");
        String id = book.events().newId(Kind.CREDIT_NOTE);
        note.put("id", id)
                .put("invoice", Json.string(invoice, "id"))
                .put("created", book.events().now());
        note.put("customer", Json.string(invoice, "customer")).put("currency", Json.string(invoice, "currency"));
        note.put("pdf", Json.string(invoice, "hosted_invoice_url"));
        note.put(
                "effective_at",
                parameters.number("effective_at").orElse(book.events().now()));
        note.put(
                "number",
                String.format(
                        Locale.ROOT,
                        "%s-CN-%02d",
                        Json.string(invoice, "number"),
                        ofInvoice(change, invoice).size() + 1));
        List<ObjectNode> credited = lines.read(parameters, change, invoice);
        note.set("lines", Listing.first("/v1/credit_notes/" + id + "/lines", credited));
        fill(parameters, note);
        if (parameters.text("reason").isPresent()) {
            note.put(
                    "reason",
                    parameters.choice("reason", "duplicate", "fraudulent", "order_change", "product_unsatisfactory"));
        }
        long amount =
                credited.stream().mapToLong(line -> Json.number(line, "amount")).sum();
        requireLeft(change, invoice, amount);
        for (String field : List.of("amount", "subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax")) {
            note.put(field, amount);
        }
        long before = Math.min(amount, Json.number(invoice, "amount_remaining"));
        note.put("pre_payment_amount", before).put("post_payment_amount", amount - before);
        note.put("type", before == 0 ? "post_payment" : before == amount ? "pre_payment" : "mixed");
        return note;
    }

    private static void requireLeft(Change change, ObjectNode invoice, long amount) {
        long credited = ofInvoice(change, invoice).stream()
                .filter(note -> Json.string(note, "status").equals("issued"))
                .mapToLong(note -> Json.number(note, "amount"))
                .sum();
        long left = Json.number(invoice, "total") - credited;
        if (amount < 1 || amount > left) {
            throw ParameterRefused.invalid(
                    "amount", "The credit note's amount " + amount + " must be from 1 to the creditable " + left);
        }
    }

    private static List<ObjectNode> ofInvoice(Change change, ObjectNode invoice) {
        String id = Json.string(invoice, "id");
        return change.list(
                Kind.CREDIT_NOTE, note -> Json.string(note, "invoice").equals(id));
    }

    private static Back back(Parameters parameters, ObjectNode note) {
        Back back = Back.of(parameters);
        long after = Json.number(note, "post_payment_amount");
        if (back.sum() != after) {
            throw ParameterRefused.invalid(
                    "credit_amount",
                    "refund_amount, credit_amount and out_of_band_amount add up to " + back.sum()
                            + ", and what was paid already of this is " + after);
        }
        if (back.outOfBand() > 0) {
            note.put("out_of_band_amount", back.outOfBand());
        }
        return back;
    }

    /** Whom Stripe mails is not seen here; the word has to be one that it knows. */
    private static void mail(Parameters parameters) {
        if (parameters.text("email_type").isPresent()) {
            parameters.choice("email_type", "credit_note", "none");
        }
    }

    private static void fill(Parameters parameters, ObjectNode note) {
        parameters.text("memo").ifPresent(text -> note.put("memo", text));
        Metadata.apply(parameters, note);
    }

    private Answer retrieve(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(require(change, call.pathId()));
    }

    private Answer update(Call call, Change change) {
        ObjectNode before = require(change, call.pathId());
        ObjectNode note = before.deepCopy();
        fill(call.parameters(), note);
        call.parameters().refuseUnknown();
        change.put(Kind.CREDIT_NOTE, call.pathId(), note);
        book.events().recordUpdate(change, "credit_note.updated", before, note);
        return Answer.ok(note);
    }

    /** What lowered an open invoice is owed again. What was given back stays given back: that note cannot be voided. */
    private Answer voidNote(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode note = require(change, call.pathId());
        ObjectNode invoice = book.require(change, Json.string(note, "invoice"), "invoice");
        boolean isIssued = Json.string(note, "status").equals("issued");
        boolean onlyLowers = Json.string(note, "type").equals("pre_payment");
        if (!isIssued || !onlyLowers || InvoiceStatus.of(invoice) != InvoiceStatus.OPEN) {
            throw StripeError.refused(
                    null,
                    "Only an issued pre-payment credit note of an open invoice can be voided;"
                            + " this one is " + Json.string(note, "status") + ", " + Json.string(note, "type")
                            + ", and its invoice " + InvoiceBook.status(invoice));
        }
        note.put("status", "void").put("voided_at", book.events().now());
        change.put(Kind.CREDIT_NOTE, call.pathId(), note);
        book.events().record(change, "credit_note.voided", note);
        moves.credit(change, invoice, -Json.number(note, "pre_payment_amount"), 0, 0);
        return Answer.ok(note);
    }

    private Answer lines(Call call, Change change) {
        ObjectNode list = Json.child(require(change, call.pathId()), "lines");
        return Answer.ok(Listing.page(
                call,
                list.path("data").valueStream().map(ObjectNode.class::cast).toList()));
    }

    private static ObjectNode require(Change change, String id) {
        return change.find(Kind.CREDIT_NOTE, id).orElseThrow(() -> StripeError.notFound(Kind.CREDIT_NOTE, id, "id"));
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        return Answer.ok(Listing.newestFirst(
                call,
                change,
                Kind.CREDIT_NOTE,
                Listing.matching(parameters, "invoice")
                        .and(Listing.matching(parameters, "customer"))
                        .and(Listing.created(parameters))));
    }
}
