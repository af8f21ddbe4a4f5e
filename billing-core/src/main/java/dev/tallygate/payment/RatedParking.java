package dev.tallygate.payment;

import java.time.Instant;
import java.util.List;

/** Parks what a person must see about usage that a provider rates; under the gate, at the writer's time. */
final class RatedParking {
    private final DeliveryWriter writer;
    private final DeliveryParking parking;

    RatedParking(DeliveryWriter writer, DeliveryParking parking) {
        this.writer = writer;
        this.parking = parking;
    }

    Instant now() {
        return writer.now();
    }

    void lockGate(long customerKey) {
        writer.lockGates(List.of(customerKey));
    }

    void park(Delivery.Key key, String reason, String detail) {
        parking.parkDelivery(key, reason, detail, now());
    }

    /** A person was asked and has not had it tried again. */
    boolean isKnown(long customerKey, String entityId) {
        return parking.isDeliveryKnown(customerKey, entityId);
    }
}
