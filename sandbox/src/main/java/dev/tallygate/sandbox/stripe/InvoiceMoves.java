package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How an invoice goes from state to state, with its amounts, its customer's balance and its events. */
final class InvoiceMoves {
    private static final long SECONDS_TO_RETRY = 86_400;
    private static final long ATTEMPTS_MAX = 4;

    /** How money comes in. */
    enum Payment {
        /** Through the provider: a card, or the customer on the invoice's page. */
        THROUGH_STRIPE,
        /** Somewhere else: only marked here. */
        OFF_STRIPE
    }

    private final InvoiceBook book;
    private final Payments payments;
    private final String hostedPages;

    InvoiceMoves(InvoiceBook book, Payments payments, String hostedPages) {
        this.book = book;
        this.payments = payments;
        this.hostedPages = hostedPages;
    }

    /**
     * Fixes a draft: number, time, what is due. Nothing is due where the total is not positive, or below the least that
     * can be charged: the invoice is paid at once with an {@code amount_paid} of 0 and the rest goes to the customer's
     * balance.
     */
    ObjectNode finalizeDraft(Change change, ObjectNode invoice) {
        requireNext(invoice, InvoiceStatus.OPEN);
        if (UsageLines.refresh(change, invoice)) {
            book.recount(change, invoice);
        }
        move(invoice, InvoiceStatus.OPEN, "finalized_at");
        String id = Json.string(invoice, "id");
        invoice.put("hosted_invoice_url", hostedPages + id);
        invoice.putNull("automatically_finalizes_at").putNull("last_finalization_error");
        settleBalance(change, invoice);
        boolean charges = Json.string(invoice, "collection_method").equals("charge_automatically");
        boolean isDue = Json.number(invoice, "amount_due") > 0;
        if (isDue && charges && invoice.path("auto_advance").asBoolean()) {
            invoice.put("next_payment_attempt", book.events().now());
        }
        ObjectNode shown = book.save(change, invoice, "invoice.finalized");
        return isDue ? shown : settle(change, invoice, Payment.THROUGH_STRIPE);
    }

    /** The payment came in, in full. */
    ObjectNode settle(Change change, ObjectNode invoice, Payment payment) {
        return pay(change, invoice, Json.number(invoice, "amount_remaining"), payment);
    }

    /**
     * So much came in. The invoice is paid when nothing remains; what is more than that is counted as overpaid and becomes
     * credit for the customer's next invoices.
     */
    ObjectNode pay(Change change, ObjectNode invoice, long amount, Payment payment) {
        ObjectNode before = invoice.deepCopy();
        requireNext(invoice, InvoiceStatus.PAID);
        long remaining = Json.number(invoice, "amount_remaining") - amount;
        add(invoice, payment == Payment.OFF_STRIPE ? "amount_paid_off_stripe" : "amount_paid", amount);
        invoice.put("amount_remaining", Math.max(0, remaining));
        if (payment == Payment.THROUGH_STRIPE && amount > 0) {
            payments.receive(change, invoice, amount);
        }
        if (remaining > 0) {
            return book.saveUpdate(change, before, invoice);
        }
        add(invoice, "amount_overpaid", -remaining);
        ObjectNode shown = becomePaid(change, invoice);
        if (payment == Payment.THROUGH_STRIPE) {
            book.events().record(change, "invoice.payment_succeeded", shown);
        }
        if (remaining < 0) {
            changeBalance(change, invoice, remaining);
            book.events().record(change, "invoice.overpaid", shown);
        }
        return shown;
    }

    private ObjectNode becomePaid(Change change, ObjectNode invoice) {
        move(invoice, InvoiceStatus.PAID, "paid_at");
        invoice.put("attempted", true).putNull("next_payment_attempt");
        return book.save(change, invoice, "invoice.paid");
    }

    /**
     * A credit note: so much less is owed, so much of what was paid is given back, and so much of that as credit for the
     * customer's next invoices. Where nothing is owed any more the invoice is paid. A voided note is one with less than 0.
     */
    void credit(Change change, ObjectNode invoice, long owedLess, long givenBack, long asCredit) {
        ObjectNode before = invoice.deepCopy();
        add(invoice, "pre_payment_credit_notes_amount", owedLess);
        add(invoice, "post_payment_credit_notes_amount", givenBack);
        add(invoice, "amount_due", -owedLess);
        add(invoice, "amount_remaining", -owedLess);
        changeBalance(change, invoice, -asCredit);
        if (owedLess > 0 && Json.number(invoice, "amount_remaining") == 0) {
            becomePaid(change, invoice);
        } else {
            book.saveUpdate(change, before, invoice);
        }
    }

    private static void add(ObjectNode invoice, String field, long amount) {
        invoice.put(field, Math.addExact(Json.number(invoice, field), amount));
    }

    /** Why a customer's drafts cannot be finalized; such a draft says so and does not go on by itself. */
    Optional<StripeError> finalizationFailure(Change change, ObjectNode invoice) {
        ObjectNode customer = Customers.require(change, Json.string(invoice, "customer"), "customer");
        if (InvoiceStatus.of(invoice) != InvoiceStatus.DRAFT || !Customers.failsToFinalize(change, customer)) {
            return Optional.empty();
        }
        StripeError failure = StripeError.refused(
                "customer_tax_location_invalid", "The customer's location isn't recognized: update their address");
        invoice.set("last_finalization_error", failure.toJson());
        invoice.putNull("automatically_finalizes_at");
        book.save(change, invoice, "invoice.finalization_failed");
        return Optional.of(failure);
    }

    /** The card said no: the invoice stays as it is, and one that advances by itself is tried again on other days. */
    void decline(Change change, ObjectNode invoice) {
        long attempts = Json.number(invoice, "attempt_count");
        if (invoice.path("auto_advance").asBoolean() && attempts < ATTEMPTS_MAX) {
            invoice.put("next_payment_attempt", book.events().now() + SECONDS_TO_RETRY);
        } else {
            invoice.putNull("next_payment_attempt");
        }
        book.save(change, invoice, "invoice.payment_failed");
    }

    ObjectNode voidInvoice(Change change, ObjectNode invoice) {
        move(invoice, InvoiceStatus.VOID, "voided_at");
        invoice.putNull("next_payment_attempt");
        long applied = Json.number(invoice, "starting_balance") - Json.number(invoice, "ending_balance");
        changeBalance(change, invoice, applied);
        return book.save(change, invoice, "invoice.voided");
    }

    ObjectNode markUncollectible(Change change, ObjectNode invoice) {
        move(invoice, InvoiceStatus.UNCOLLECTIBLE, "marked_uncollectible_at");
        invoice.putNull("next_payment_attempt");
        return book.save(change, invoice, "invoice.marked_uncollectible");
    }

    private static void requireNext(ObjectNode invoice, InvoiceStatus next) {
        InvoiceStatus status = InvoiceStatus.of(invoice);
        if (!status.canBecome(next)) {
            throw StripeError.refused(
                    next == InvoiceStatus.OPEN ? "invoice_not_editable" : null,
                    "This invoice is " + status.word() + ": it cannot become " + next.word());
        }
    }

    private void move(ObjectNode invoice, InvoiceStatus next, String timeField) {
        requireNext(invoice, next);
        invoice.put("status", next.word());
        Json.child(invoice, "status_transitions").put(timeField, book.events().now());
    }

    /** What the customer owed or had before goes into this invoice, and what cannot be charged goes on to the next. */
    private void settleBalance(Change change, ObjectNode invoice) {
        ObjectNode customer = Customers.require(change, Json.string(invoice, "customer"), "customer");
        String currency = Json.string(invoice, "currency");
        boolean sameCurrency = Json.text(customer, "currency").orElse(currency).equals(currency);
        long starting = sameCurrency ? Json.number(customer, "balance") : 0;
        long owed = Math.addExact(Json.number(invoice, "total"), starting);
        long due = owed >= Math.max(1, Currencies.chargeMin(currency)) ? owed : 0;
        invoice.put("starting_balance", starting).put("ending_balance", owed - due);
        invoice.put("amount_due", due).put("amount_remaining", due);
        number(change, customer, invoice);
        changeBalance(change, invoice, owed - due - starting);
    }

    private static void number(Change change, ObjectNode customer, ObjectNode invoice) {
        long sequence = Json.number(customer, "next_invoice_sequence");
        if (Json.text(invoice, "number").isEmpty()) {
            String prefix = Json.string(customer, "invoice_prefix");
            invoice.put("number", String.format(Locale.ROOT, "%s-%04d", prefix, sequence));
            customer.put("next_invoice_sequence", sequence + 1);
        }
        if (Json.text(customer, "currency").isEmpty()) {
            customer.put("currency", Json.string(invoice, "currency"));
        }
        change.put(Kind.CUSTOMER, Json.string(customer, "id"), customer);
    }

    private void changeBalance(Change change, ObjectNode invoice, long difference) {
        if (difference == 0) {
            return;
        }
        ObjectNode before = Customers.require(change, Json.string(invoice, "customer"), "customer");
        ObjectNode customer = before.deepCopy();
        customer.put("balance", Math.addExact(Json.number(before, "balance"), difference));
        change.put(Kind.CUSTOMER, Json.string(customer, "id"), customer);
        book.events().recordUpdate(change, "customer.updated", before, customer);
    }
}
