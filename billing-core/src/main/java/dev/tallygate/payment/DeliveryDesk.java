package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Deliveries as an operator handles them: seen, asked again, given up, remarked on. No provider is called here. */
public final class DeliveryDesk {
    private static final Pattern DELIVERY_ID = Pattern.compile("([!-~]{1,64})/([1-9]\\d{0,5})");
    private static final Pattern CUSTOMER = Pattern.compile("customer_([1-9]\\d{0,17})");

    private final DeliveryRepository deliveries;
    private final DeliveryViewRepository views;
    private final AttemptRepository attempts;
    private final DeliveryWriter writer;
    private final DeliveryParking parking;
    private final CreditWaits waits;
    private final Transactions transactions;

    DeliveryDesk(
            DeliveryRepository deliveries,
            DeliveryViewRepository views,
            AttemptRepository attempts,
            DeliveryWriter writer,
            DeliveryParking parking,
            CreditWaits waits,
            Transactions transactions) {
        this.deliveries = deliveries;
        this.views = views;
        this.attempts = attempts;
        this.writer = writer;
        this.parking = parking;
        this.waits = waits;
        this.transactions = transactions;
    }

    /** What is due first comes first; every revision is a row. */
    public List<DeliveryView> list(DeliveryFilter filter, int limit) {
        return views.list(filter, limit);
    }

    /** The first call that has not ended of each of some hundred invoices, by invoice id; all others are through. */
    public Map<String, DeliveryView> firstUnended(Collection<InvoiceId> ids) {
        Map<String, DeliveryView> first = new HashMap<>();
        for (DeliveryView view :
                views.unended(ids.stream().map(InvoiceId::toString).toList())) {
            first.putIfAbsent(view.deliveryId().substring(0, view.deliveryId().indexOf('/')), view);
        }
        return first;
    }

    /**
     * All revisions of a step, the newest last.
     *
     * @throws Rejected {@code DELIVERY_NOT_FOUND}
     */
    public List<DeliveryView> revisions(String deliveryId) {
        List<DeliveryView> revisions = key(deliveryId).map(views::ofStep).orElse(List.of());
        if (revisions.isEmpty()) {
            throw notFound(deliveryId);
        }
        return revisions;
    }

    /** What was tried under all revisions, oldest first. */
    public List<DeliveryAttempt> attempts(String deliveryId) {
        return attempts.ofStep(require(deliveryId));
    }

    /** Oldest first. */
    public List<DeliveryNote> notes(String deliveryId) {
        return views.notes(require(deliveryId));
    }

    /**
     * Makes it due. What was refused, or waits for a person, becomes the next request revision, which is looked up before
     * it is sent where the old one may have been done.
     *
     * @throws Rejected {@code DELIVERY_NOT_FOUND}, or {@code DELIVERY_STATE} where nothing is to be asked again
     */
    public DeliveryView retry(String deliveryId) {
        Delivery.Key key = require(deliveryId);
        return transactions.call(() -> {
            Delivery newest = newestUnderGate(key, deliveryId);
            switch (newest.state()) {
                case REJECTED, NEEDS_ATTENTION -> {
                    writer.replace(newest, "tried again");
                    parking.resolve(key.customerKey(), key.entityId());
                }
                case PLANNED, UNKNOWN -> release(newest, deliveryId);
                case HELD ->
                    throw refused(
                            deliveryId, newest, "a delivery that is not held: see `./tallygate deliveries limits`");
                case SENT ->
                    throw refused(
                            deliveryId,
                            newest,
                            "a delivery that is not on its way; within two minutes it ends or is asked again");
                case ACCEPTED, ABANDONED -> throw refused(deliveryId, newest, "a delivery that has not ended");
            }
            return revisions(deliveryId).getLast();
        });
    }

    private void release(Delivery waiting, String deliveryId) {
        if (waiting.waitsForAnother()) {
            throw refused(deliveryId, waiting, waits.expected(waiting));
        }
        deliveries.release(waiting.key(), writer.now());
    }

    /**
     * Gives the step and those behind it up for good; the provider is told nothing, and keeps what it has.
     *
     * @throws Rejected {@code DELIVERY_NOT_FOUND}, {@code DELIVERY_STATE} where it has ended, is on its way, or is a credit
     *     note that may be there, or {@code FIELD_INVALID}
     */
    public DeliveryView abandon(String deliveryId, Remark reason) {
        reason.check("reason");
        Delivery.Key key = require(deliveryId);
        return transactions.call(() -> {
            Delivery newest = newestUnderGate(key, deliveryId);
            if (!canBeGivenUp(newest)) {
                throw refused(deliveryId, newest, "a delivery that has not ended and is not on its way");
            }
            List<Delivery> steps = deliveries.ofEntity(key.customerKey(), key.entityId());
            if (CreditDoubt.isOf(newest, steps)) {
                throw refused(deliveryId, newest, "a delivery that nothing can have come of: " + CreditDoubt.INSTEAD);
            }
            steps.stream()
                    .filter(step -> step.key().step() >= key.step() && canBeGivenUp(step))
                    .forEach(step -> deliveries.moveUnheld(
                            step, DeliveryState.ABANDONED, "given up: " + reason.text(), writer.now()));
            waits.givenUp(key.entityId());
            parking.resolve(key.customerKey(), key.entityId());
            views.insertNote(key, reason, writer.now());
            return revisions(deliveryId).getLast();
        });
    }

    /**
     * Keeps a remark; nothing else changes.
     *
     * @throws Rejected {@code DELIVERY_NOT_FOUND} or {@code FIELD_INVALID}
     */
    public void annotate(String deliveryId, Remark remark) {
        remark.check("note");
        Delivery.Key key = require(deliveryId);
        transactions.run(() -> {
            writer.lockGates(List.of(key.customerKey()));
            views.insertNote(key, remark, writer.now());
        });
    }

    private static boolean canBeGivenUp(Delivery step) {
        return step.state() != DeliveryState.SENT && step.state().canBecome(DeliveryState.ABANDONED);
    }

    private Delivery newestUnderGate(Delivery.Key key, String deliveryId) {
        writer.lockGates(List.of(key.customerKey()));
        return deliveries.ofEntity(key.customerKey(), key.entityId()).stream()
                .filter(step -> step.key().step() == key.step())
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> notFound(deliveryId));
    }

    private Delivery.Key require(String deliveryId) {
        revisions(deliveryId);
        return key(deliveryId).orElseThrow(() -> notFound(deliveryId));
    }

    private static Optional<Delivery.Key> key(String deliveryId) {
        Matcher parts = DELIVERY_ID.matcher(deliveryId);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = parts.group(1);
        int step = Integer.parseInt(parts.group(2));
        Matcher customer = CUSTOMER.matcher(name);
        if (customer.matches()) {
            long customerKey = Long.parseLong(customer.group(1));
            return Optional.of(new Delivery.Key(customerKey, Delivery.CUSTOMER_ENTITY, step, 1));
        }
        return InvoiceId.parse(name).map(id -> new Delivery.Key(id.customerKey(), name, step, 1));
    }

    private static Rejected notFound(String deliveryId) {
        return Rejected.field(
                Reason.DELIVERY_NOT_FOUND,
                "delivery_id",
                deliveryId,
                "an id that `./tallygate deliveries list` shows, such as inv_7_20261001_P1/2");
    }

    private static Rejected refused(String deliveryId, Delivery delivery, String expected) {
        return Rejected.of(
                Reason.DELIVERY_STATE,
                "delivery %s: %s (expected: %s)".formatted(deliveryId, delivery.state(), expected));
    }
}
