package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceVoidedListener;
import java.time.Instant;
import java.util.List;

/**
 * Takes a voided invoice back from its provider: what never left is given up, what left is followed by a void that
 * waits until it is known. Runs in the transaction of the void, under the gate.
 */
final class InvoiceRecall implements InvoiceVoidedListener {
    private static final String WHY = "the invoice is void";

    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final DeliveryParking parking;
    private final CarriedBook carried;

    InvoiceRecall(DeliveryRepository deliveries, DeliveryWriter writer, DeliveryParking parking, CarriedBook carried) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.parking = parking;
        this.carried = carried;
    }

    @Override
    public void voided(Invoice before) {
        Instant now = writer.now();
        carried.voided(before.id());
        parkMoney(before, now);
        List<Delivery> steps =
                deliveries.ofEntity(before.customerKey(), before.id().toString());
        steps.stream()
                .filter(InvoiceRecall::neverLeft)
                .forEach(step -> deliveries.moveUnheld(step, DeliveryState.ABANDONED, WHY, now));
        if (steps.stream().anyMatch(InvoiceRecall::mayExist)) {
            boolean isOpen = steps.stream().anyMatch(step -> !neverLeft(step) && isUnfinished(step));
            writer.appendStep(steps.getLast(), CallKind.VOID_INVOICE, isOpen ? Delivery.WAITS : now);
        } else {
            parking.resolve(before.customerKey(), before.id().toString());
        }
    }

    /** A part that had come is nobody's any more: the successor asks for all of it again. */
    private void parkMoney(Invoice before, Instant now) {
        if (!before.amountPaid().isZero()) {
            String detail = "%s: paid %s, here VOID of total %s (give it back, or report it for the successor)"
                    .formatted(
                            before.id(),
                            before.amountPaid().display(),
                            before.total().display());
            parking.parkPayment(before.customerKey(), before.id().toString(), "PAID_AFTER_VOID", detail, now);
        }
    }

    private static boolean neverLeft(Delivery step) {
        return step.firstSent().isEmpty() && step.state() != DeliveryState.ABANDONED;
    }

    private static boolean mayExist(Delivery step) {
        boolean isCompared = step.call().kind() == CallKind.COMPARE_INVOICE && step.state() == DeliveryState.ACCEPTED;
        return isCompared || isCreated(step);
    }

    private static boolean isCreated(Delivery step) {
        return step.call().kind() == CallKind.CREATE_INVOICE
                && !neverLeft(step)
                && step.state() != DeliveryState.REJECTED
                && step.state() != DeliveryState.ABANDONED;
    }

    /** A person's retry, or the next answer, still decides what the provider has. */
    private static boolean isUnfinished(Delivery step) {
        boolean isCreation = step.call().kind() == CallKind.CREATE_INVOICE;
        return step.isInDoubt() || (isCreation && step.state() == DeliveryState.NEEDS_ATTENTION);
    }
}
