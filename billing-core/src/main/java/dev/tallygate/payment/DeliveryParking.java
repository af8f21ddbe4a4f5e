package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.time.Instant;
import java.util.Optional;

/** Parks what a person must look at, under names that tell what it is about. The caller holds the gate. */
final class DeliveryParking {
    private static final int DETAIL_LENGTH_MAX = 1_000;
    private static final int NAME_LENGTH_MAX = 128;

    private final ParkedBook book;

    DeliveryParking(ParkedBook book) {
        this.book = book;
    }

    /** A call that was refused or must not be made; one entry for each entity, since its steps go in order. */
    void parkDelivery(Delivery.Key key, String reason, String detail, Instant time) {
        park(deliveryKey(key.customerKey(), key.entityId()), Parked.Kind.DELIVERY, reason, detail, time);
    }

    /** The entity's calls go on, or have ended otherwise. */
    void resolve(long customerKey, String entityId) {
        book.resolve(deliveryKey(customerKey, entityId));
    }

    /** A person was asked about the entity, and has answered at most that it stays as it is. */
    boolean isDeliveryKnown(long customerKey, String entityId) {
        return book.find(deliveryKey(customerKey, entityId))
                .filter(entry -> entry.state() != Parked.State.RESOLVED)
                .isPresent();
    }

    /** Money or a state at the provider that does not fit ours; the very same that a person waived stays waived. */
    void parkPayment(long customerKey, String invoiceId, String reason, String detail, Instant time) {
        parkUnlessWaived(paymentKey(customerKey, invoiceId), reason, detail, time);
    }

    /** Whether a person was asked about the money of this invoice, and has not answered. */
    boolean isPaymentParked(long customerKey, String invoiceId) {
        return book.find(paymentKey(customerKey, invoiceId))
                .filter(entry -> entry.state() == Parked.State.OPEN)
                .isPresent();
    }

    /** Money of an invoice that went back; one entry for whatever the provider is asked by. */
    void parkBack(InvoiceId id, String askedId, String reason, String detail, Instant time) {
        parkUnlessWaived(backKey(id, askedId), reason, detail, time);
    }

    /** It did not go back after all. */
    void resolveBack(InvoiceId id, String askedId) {
        book.resolve(backKey(id, askedId));
    }

    /** What the provider says fits again. */
    void resolvePayment(long customerKey, String invoiceId) {
        book.resolve(paymentKey(customerKey, invoiceId));
    }

    /** A webhook that only a person can end; twin events about one object are one entry. */
    void parkEvent(String provider, ProviderEvent event, String reason, String detail, Instant time) {
        park(eventKey(provider, event.objectId()), Parked.Kind.EVENT, reason, detail, time);
    }

    /** What it was about is mended otherwise. */
    void resolveEvent(String provider, String objectId) {
        book.resolve(eventKey(provider, objectId));
    }

    static String entityOf(Parked.ParkedKey key) {
        return Delivery.entityOf(key.parkedId().split(":", 3)[1]);
    }

    /** By what the provider is asked about the refund or dispute of an entry; empty where it is about the invoice itself. */
    static Optional<String> backOf(Parked.ParkedKey key) {
        return key.parkedId().startsWith(PaymentEntries.BACK)
                ? Optional.of(key.parkedId().split(":", 3)[2])
                : Optional.empty();
    }

    private void parkUnlessWaived(Parked.ParkedKey key, String reason, String detail, Instant time) {
        boolean isWaived = book.find(key)
                .filter(entry -> entry.state() == Parked.State.WAIVED)
                .map(Parked::cause)
                .filter(cause -> cause.reason().equals(reason) && cause.detail().equals(detail))
                .isPresent();
        if (!isWaived) {
            park(key, Parked.Kind.PAYMENT, reason, detail, time);
        }
    }

    private void park(Parked.ParkedKey key, Parked.Kind kind, String reason, String detail, Instant time) {
        String mend = "./tallygate parked retry " + key.parkedId();
        String text = detail.length() <= DETAIL_LENGTH_MAX ? detail : detail.substring(0, DETAIL_LENGTH_MAX);
        book.park(Parked.open(key, new Parked.Cause(kind, reason, text, mend, 0), time));
    }

    private static Parked.ParkedKey deliveryKey(long customerKey, String entityId) {
        return new Parked.ParkedKey(customerKey, "delivery:" + Delivery.Key.entityName(customerKey, entityId));
    }

    private static Parked.ParkedKey paymentKey(long customerKey, String invoiceId) {
        return new Parked.ParkedKey(customerKey, PaymentEntries.ofMoney(invoiceId));
    }

    private static Parked.ParkedKey backKey(InvoiceId id, String askedId) {
        return new Parked.ParkedKey(id.customerKey(), cut(PaymentEntries.ofBack(id.toString(), askedId)));
    }

    private static Parked.ParkedKey eventKey(String provider, String objectId) {
        return new Parked.ParkedKey(0, cut(PaymentEntries.ofEvent(provider, objectId)));
    }

    private static String cut(String name) {
        return name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX);
    }
}
