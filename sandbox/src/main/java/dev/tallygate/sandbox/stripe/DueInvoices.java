package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What happens by itself: drafts that advance are finalized, open invoices are charged, old things are forgotten. */
final class DueInvoices {
    private static final long SECONDS_EVENT_KEPT = 30 * 86_400L;
    private static final long SECONDS_REPLAY_KEPT = 2 * 86_400L;

    private static final long SECONDS_BETWEEN_LOOKS = 60;
    private static final String OVERDUE = "overdue:";

    private final EventLog events;
    private final InvoiceBook book;
    private final InvoiceActions actions;

    /** Of the one thread that does what is due. */
    private long lookedTime;

    DueInvoices(InvoiceBook book, InvoiceActions actions) {
        this.events = book.events();
        this.book = book;
        this.actions = actions;
    }

    int finalizeDue(Change change) {
        List<ObjectNode> due = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT
                        && isPast(invoice, "automatically_finalizes_at"));
        due.forEach(invoice -> actions.finalizeOrSay(change, invoice));
        return due.size();
    }

    /** A customer without a card is not charged: the invoice waits for a payment by hand. */
    int chargeDue(Change change) {
        List<ObjectNode> due = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.OPEN
                        && isPast(invoice, "next_payment_attempt")
                        && hasCard(change, invoice));
        due.forEach(invoice -> actions.charge(change, invoice));
        return due.size();
    }

    /** An open invoice whose due date has passed is told of once. */
    int tellOverdue(Change change) {
        List<ObjectNode> overdue = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.OPEN
                        && isPast(invoice, "due_date")
                        && change.find(Kind.SETTING, OVERDUE + Json.string(invoice, "id"))
                                .isEmpty());
        for (ObjectNode invoice : overdue) {
            change.put(Kind.SETTING, OVERDUE + Json.string(invoice, "id"), Json.object());
            events.record(change, "invoice.overdue", book.shown(change, invoice));
        }
        return overdue.size();
    }

    private static boolean hasCard(Change change, ObjectNode invoice) {
        return change.find(Kind.CUSTOMER, Json.string(invoice, "customer"))
                .filter(customer -> !customer.path("deleted").asBoolean(false))
                .filter(customer -> Card.of(change, customer) != Card.NONE)
                .isPresent();
    }

    /** Once a minute of the provider's clock: it looks through everything that is kept. */
    int forgetOld(Change change) {
        long now = events.now();
        if (Math.abs(now - lookedTime) < SECONDS_BETWEEN_LOOKS) {
            return 0;
        }
        lookedTime = now;
        List<ObjectNode> thin =
                change.list(Kind.THIN_EVENT, event -> ThinEvents.isOlder(event, events.now() - SECONDS_EVENT_KEPT));
        thin.forEach(event -> change.remove(Kind.THIN_EVENT, Json.string(event, "id")));
        return thin.size()
                + forget(change, Kind.EVENT, SECONDS_EVENT_KEPT)
                + forget(change, Kind.REPLAY, SECONDS_REPLAY_KEPT);
    }

    private int forget(Change change, Kind kind, long seconds) {
        List<ObjectNode> old = change.list(kind, document -> Json.number(document, "created") + seconds < events.now());
        old.forEach(document -> change.remove(kind, Json.string(document, "id")));
        return old.size();
    }

    private boolean isPast(ObjectNode invoice, String field) {
        return invoice.path(field).isNumber() && Json.number(invoice, field) <= events.now();
    }
}
