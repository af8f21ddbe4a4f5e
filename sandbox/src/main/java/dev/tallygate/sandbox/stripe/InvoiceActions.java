package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.stripe.InvoiceMoves.Payment;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/invoices/{id}/…}: finalize, pay, send, void, mark_uncollectible. */
final class InvoiceActions {
    private final InvoiceBook book;
    private final InvoiceMoves moves;

    InvoiceActions(InvoiceBook book, InvoiceMoves moves) {
        this.book = book;
        this.moves = moves;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/v1/invoices/{id}/finalize", this::finalizeDraft)
                .on("POST", "/v1/invoices/{id}/pay", this::pay)
                .on("POST", "/v1/invoices/{id}/send", this::send)
                .on("POST", "/v1/invoices/{id}/void", this::voidInvoice)
                .on("POST", "/v1/invoices/{id}/mark_uncollectible", this::markUncollectible);
    }

    private Answer finalizeDraft(Call call, Change change) {
        ObjectNode invoice = book.require(change, call.pathId(), "id");
        call.parameters().flag("auto_advance").ifPresent(flag -> invoice.put("auto_advance", flag));
        call.parameters().refuseUnknown();
        return finalizeOrSay(change, invoice);
    }

    /** A draft that cannot be finalized is answered with an error, and what it says of it stays said. */
    Answer finalizeOrSay(Change change, ObjectNode invoice) {
        return moves.finalizationFailure(change, invoice)
                .map(StripeError::toAnswer)
                .orElseGet(() -> Answer.ok(moves.finalizeDraft(change, invoice)));
    }

    /** Charges the customer's card now; a draft is finalized first. */
    private Answer pay(Call call, Change change) {
        boolean outOfBand = call.parameters().flag("paid_out_of_band").orElse(false);
        call.parameters().accept("payment_method", "off_session", "forgive");
        call.parameters().refuseUnknown();
        ObjectNode invoice = book.require(change, call.pathId(), "id");
        if (InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT) {
            Answer finalized = finalizeOrSay(change, invoice);
            if (InvoiceStatus.of(invoice) != InvoiceStatus.OPEN) {
                return finalized;
            }
        }
        return outOfBand ? Answer.ok(moves.settle(change, invoice, Payment.OFF_STRIPE)) : charge(change, invoice);
    }

    /** One attempt at the card. A decline is answered as an error, and what it changed stays changed. */
    Answer charge(Change change, ObjectNode invoice) {
        ObjectNode customer = Customers.require(change, Json.string(invoice, "customer"), "customer");
        Card card = Card.of(change, customer);
        if (!InvoiceStatus.of(invoice).canBecome(InvoiceStatus.PAID)) {
            throw StripeError.refused(null, "Invoice is already " + InvoiceBook.status(invoice));
        }
        if (card == Card.NONE) {
            throw StripeError.refused(null, "There is no payment method to charge: the customer has none");
        }
        invoice.put("attempted", true).put("attempt_count", Json.number(invoice, "attempt_count") + 1);
        if (card == Card.DECLINED) {
            moves.decline(change, invoice);
            return StripeError.cardDeclined().toAnswer();
        }
        return Answer.ok(moves.settle(change, invoice, Payment.THROUGH_STRIPE));
    }

    private Answer send(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode invoice = book.require(change, call.pathId(), "id");
        if (!Json.string(invoice, "collection_method").equals("send_invoice")) {
            throw StripeError.refused(null, "Only invoices with collection_method=send_invoice can be sent");
        }
        if (InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT) {
            Answer finalized = finalizeOrSay(change, invoice);
            if (InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT) {
                return finalized;
            }
        }
        if (InvoiceStatus.of(invoice) == InvoiceStatus.VOID) {
            throw StripeError.refused(null, "This invoice is void: it cannot be sent");
        }
        return Answer.ok(book.save(change, invoice, "invoice.sent"));
    }

    private Answer voidInvoice(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(moves.voidInvoice(change, book.require(change, call.pathId(), "id")));
    }

    private Answer markUncollectible(Call call, Change change) {
        call.parameters().refuseUnknown();
        return Answer.ok(moves.markUncollectible(change, book.require(change, call.pathId(), "id")));
    }
}
