package dev.tallygate.payment;

import dev.tallygate.operation.Mending;
import dev.tallygate.operation.Parked;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;

/**
 * Mends parked deliveries: a retry is the next request revision, or at once what waited for a key to be mended; a waiver
 * gives the rest of the entity up, but for a credit note that may be there.
 */
final class DeliveryMending implements Mending {
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final CreditWaits waits;

    DeliveryMending(DeliveryRepository deliveries, DeliveryWriter writer, CreditWaits waits) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.waits = waits;
    }

    @Override
    public Parked.Kind kind() {
        return Parked.Kind.DELIVERY;
    }

    @Override
    public void retry(Parked parked) {
        steps(parked).stream().filter(DeliveryMending::isParked).forEach(step -> writer.replace(step, "tried again"));
        steps(parked).stream()
                .filter(step -> step.state() == DeliveryState.UNKNOWN)
                .forEach(step -> deliveries.release(step.key(), writer.now()));
    }

    @Override
    public void waive(Parked parked) {
        List<Delivery> steps = steps(parked);
        if (steps.stream().anyMatch(step -> CreditDoubt.isOf(step, steps))) {
            throw Rejected.of(
                    Reason.PARKED_STATE,
                    "parked %s (expected: one that nothing can have come of: %s)"
                            .formatted(parked.key().parkedId(), CreditDoubt.INSTEAD));
        }
        steps.stream()
                .filter(step -> isParked(step) || step.isWaiting())
                .forEach(step -> deliveries.moveUnheld(step, DeliveryState.ABANDONED, "waived", writer.now()));
        waits.givenUp(DeliveryParking.entityOf(parked.key()));
    }

    private List<Delivery> steps(Parked parked) {
        return deliveries.ofEntity(parked.key().customerKey(), DeliveryParking.entityOf(parked.key()));
    }

    private static boolean isParked(Delivery step) {
        return step.state() == DeliveryState.REJECTED || step.state() == DeliveryState.NEEDS_ATTENTION;
    }
}
