package dev.tallygate.payment;

import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.time.Instant;

/** Parks what a person must look at, under names that tell what it is about. The caller holds the gate. */
final class DeliveryParking {
    private static final int DETAIL_LENGTH_MAX = 1_000;

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

    /** Money or a state at the provider that does not fit ours. */
    void parkPayment(long customerKey, String invoiceId, String reason, String detail, Instant time) {
        park(paymentKey(customerKey, invoiceId), Parked.Kind.PAYMENT, reason, detail, time);
    }

    /** What the provider says fits again. */
    void resolvePayment(long customerKey, String invoiceId) {
        book.resolve(paymentKey(customerKey, invoiceId));
    }

    /** A webhook about an object that nobody here knows; twin events about it are one entry. */
    void parkEvent(String provider, ProviderEvent event, String detail, Instant time) {
        park(eventKey(provider, event.objectId()), Parked.Kind.EVENT, "OBJECT_UNKNOWN", detail, time);
    }

    static String entityOf(Parked.ParkedKey key) {
        String entity = key.parkedId().substring(key.parkedId().indexOf(':') + 1);
        return entity.startsWith("customer_") ? Delivery.CUSTOMER_ENTITY : entity;
    }

    private void park(Parked.ParkedKey key, Parked.Kind kind, String reason, String detail, Instant time) {
        String mend = "./tallygate parked retry " + key.parkedId();
        String text = detail.length() <= DETAIL_LENGTH_MAX ? detail : detail.substring(0, DETAIL_LENGTH_MAX);
        book.park(Parked.open(key, new Parked.Cause(kind, reason, text, mend, 0), time));
    }

    private static Parked.ParkedKey deliveryKey(long customerKey, String entityId) {
        boolean isCustomer = entityId.equals(Delivery.CUSTOMER_ENTITY);
        String name = isCustomer ? "customer_" + customerKey : entityId;
        return new Parked.ParkedKey(customerKey, "delivery:" + name);
    }

    private static Parked.ParkedKey paymentKey(long customerKey, String invoiceId) {
        return new Parked.ParkedKey(customerKey, "payment:" + invoiceId);
    }

    private static Parked.ParkedKey eventKey(String provider, String objectId) {
        String name = "event:" + provider + ":" + objectId;
        return new Parked.ParkedKey(0, name.length() <= 128 ? name : name.substring(0, 128));
    }
}
