package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceVoidedListener;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
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
    private final CreditNoteRepository notes;

    InvoiceRecall(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            CarriedBook carried,
            CreditNoteRepository notes) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.parking = parking;
        this.carried = carried;
        this.notes = notes;
    }

    /** @throws Rejected {@code INVOICE_STATE} where a credit note keeps it: as one that may be there, or by one on it */
    @Override
    public void voided(Invoice before) {
        requireNoNote(before);
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

    /**
     * A note that may be at the provider cannot be taken back by us: what it gave as credit may be spent. And what a note
     * took off an invoice would be asked for again by its successor.
     */
    private void requireNoNote(Invoice before) {
        boolean isSent = before.isCreditNote()
                && deliveries
                        .acceptedObject(before.customerKey(), before.id().toString(), CallKind.CREATE_CREDIT_NOTE)
                        .isPresent();
        if (isSent || notes.isOnItsWay(before.id())) {
            throw Rejected.of(
                    Reason.INVOICE_STATE,
                    before.id()
                            + ": its credit note is at the provider, or may be (expected: one that was never sent; deliver tells)");
        }
        notes.ofOriginal(before.id()).stream()
                .filter(note -> note.state() == CreditNote.State.ISSUED || notes.isOnItsWay(note.invoice()))
                .findFirst()
                .ifPresent(note -> {
                    throw Rejected.of(
                            Reason.INVOICE_STATE,
                            "%s: %s is a credit note on it (expected: an invoice without; correct its usage instead)"
                                    .formatted(before.id(), note.invoice()));
                });
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
