package dev.tallygate.sandbox.stripe;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens by itself: drafts that advance are finalized, open invoices are charged, old things are forgotten.
 *
 * <p>One thread that a change wakes, and that looks by itself four times a second.
 */
final class DueWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
    private static final long LOOK_MILLIS = 250;
    private static final long SECONDS_EVENT_KEPT = 30 * 86_400L;
    private static final long SECONDS_REPLAY_KEPT = 2 * 86_400L;

    private final StripeStore store;
    private final EventLog events;
    private final InvoiceMoves moves;
    private final InvoiceActions actions;
    private final WebhookSender webhooks;
    private final Thread thread = new Thread(this::run, "stripe-due-work");
    private final Object signal = new Object();
    private boolean awake;
    private volatile boolean closed;

    DueWork(StripeStore store, EventLog events, InvoiceMoves moves, InvoiceActions actions, WebhookSender webhooks) {
        this.store = store;
        this.events = events;
        this.moves = moves;
        this.actions = actions;
        this.webhooks = webhooks;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
        store.onChange(this::wake);
    }

    private void wake() {
        synchronized (signal) {
            awake = true;
            signal.notifyAll();
        }
    }

    private void run() {
        while (!closed) {
            try {
                sleep();
                store.change(Change.Origin.SANDBOX, this::finalizeDue);
                store.change(Change.Origin.SANDBOX, this::chargeDue);
                store.change(Change.Origin.SANDBOX, this::forgetOld);
                webhooks.sendDue();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("due work failed", e);
            }
        }
    }

    private void sleep() throws InterruptedException {
        synchronized (signal) {
            long until = System.nanoTime() + LOOK_MILLIS * 1_000_000;
            for (long left = LOOK_MILLIS; !awake && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                signal.wait(left);
            }
            awake = false;
        }
    }

    private int finalizeDue(Change change) {
        List<ObjectNode> due = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT
                        && isPast(invoice, "automatically_finalizes_at"));
        due.forEach(invoice -> moves.finalizeDraft(change, invoice));
        return due.size();
    }

    /** A customer without a card is not charged: the invoice waits for a payment by hand. */
    private int chargeDue(Change change) {
        List<ObjectNode> due = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.OPEN
                        && isPast(invoice, "next_payment_attempt")
                        && hasCard(change, invoice));
        due.forEach(invoice -> actions.charge(change, invoice));
        return due.size();
    }

    private static boolean hasCard(Change change, ObjectNode invoice) {
        return change.find(Kind.CUSTOMER, Json.string(invoice, "customer"))
                .filter(customer -> !customer.path("deleted").asBoolean(false))
                .filter(customer -> Card.of(change, customer) != Card.NONE)
                .isPresent();
    }

    private int forgetOld(Change change) {
        return forget(change, Kind.EVENT, SECONDS_EVENT_KEPT) + forget(change, Kind.REPLAY, SECONDS_REPLAY_KEPT);
    }

    private int forget(Change change, Kind kind, long seconds) {
        List<ObjectNode> old = change.list(kind, document -> Json.number(document, "created") + seconds < events.now());
        old.forEach(document -> change.remove(kind, Json.string(document, "id")));
        return old.size();
    }

    private boolean isPast(ObjectNode invoice, String field) {
        return invoice.path(field).isNumber() && Json.number(invoice, field) <= events.now();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
