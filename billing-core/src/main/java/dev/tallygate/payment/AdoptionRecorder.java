package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records one object that a provider has, in a transaction of the caller's, under the gate. */
final class AdoptionRecorder {
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final DeliveryRecorder recorder;
    private final InvoiceBook invoices;
    private final CarriedBook carried;
    private final DeliveryParking parking;

    AdoptionRecorder(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryRecorder recorder,
            InvoiceBook invoices,
            CarriedBook carried,
            DeliveryParking parking) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.recorder = recorder;
        this.invoices = invoices;
        this.carried = carried;
        this.parking = parking;
    }

    /** The answer to the creation, as if it came now. */
    Result customer(long customerKey, FoundObject.OfCustomer there) {
        writer.lockGates(List.of(customerKey));
        Optional<Delivery> creation = unanswered(customerKey, Delivery.CUSTOMER_ENTITY, CallKind.CREATE_CUSTOMER);
        if (creation.isEmpty()) {
            return Result.KNOWN;
        }
        recorder.adopt(creation.get(), new Outcome.Accepted(there.objectId(), "", Optional.empty()));
        return Result.ADOPTED;
    }

    /** REMEMBERED where no creation is planned that it could be the answer to. */
    Result invoice(InvoiceId id, FoundObject.OfInvoice there, Instant now) {
        writer.lockGates(List.of(id.customerKey()));
        Invoice invoice = invoices.require(id.toString());
        if (invoice.reference().providerInvoiceId() != null) {
            return settled(recorder.settle(id, there.facts()));
        }
        CallKind kind =
                there.facts().creditedInvoiceId().isPresent() ? CallKind.CREATE_CREDIT_NOTE : CallKind.CREATE_INVOICE;
        Optional<Delivery> creation = unanswered(id.customerKey(), id.toString(), kind);
        if (creation.isEmpty()) {
            return Result.REMEMBERED;
        }
        Optional<Outcome.NeedsAttention> objection =
                objection(invoice, carried.of(id).asOurs(there.facts()));
        if (objection.isPresent()) {
            deliveries.moveUnheld(
                    creation.get(),
                    DeliveryState.NEEDS_ATTENTION,
                    objection.get().detail(),
                    now);
            parking.parkDelivery(
                    creation.get().key(),
                    objection.get().reason(),
                    objection.get().detail(),
                    now);
            return Result.PARKED;
        }
        Optional<InvoiceFacts> fixed =
                Optional.of(there.facts()).filter(facts -> facts.status() != InvoiceFacts.Status.DRAFT);
        return settled(recorder.adopt(creation.get(), new Outcome.Accepted(there.objectId(), "", fixed)));
    }

    /** What the provider says of an invoice that is known, once more. */
    void settle(InvoiceId id, InvoiceFacts facts) {
        recorder.settle(id, facts);
    }

    /** The newest revision of a creation; one that was refused, or waits for a person, becomes the next one first. */
    private Optional<Delivery> unanswered(long customerKey, String entityId, CallKind kind) {
        Optional<Delivery> newest = newest(customerKey, entityId, kind);
        boolean isStopped = newest.filter(
                        row -> row.state() == DeliveryState.REJECTED || row.state() == DeliveryState.NEEDS_ATTENTION)
                .isPresent();
        if (isStopped) {
            writer.replace(newest.get(), "found at the provider after a restore");
            newest = newest(customerKey, entityId, kind);
        }
        return newest.filter(row -> row.state() == DeliveryState.HELD);
    }

    private Optional<Delivery> newest(long customerKey, String entityId, CallKind kind) {
        return deliveries.ofEntity(customerKey, entityId).stream()
                .filter(row -> row.call().kind() == kind)
                .reduce((older, newer) -> newer);
    }

    /** Why a provider's invoice is not the one that we would make; a draft is compared before it is finalized. */
    static Optional<Outcome.NeedsAttention> objection(Invoice invoice, InvoiceFacts facts) {
        if (facts.status() == InvoiceFacts.Status.DRAFT || invoice.status() == InvoiceStatus.VOID) {
            return Optional.empty();
        }
        if (facts.status() == InvoiceFacts.Status.VOID) {
            return Optional.of(new Outcome.NeedsAttention(
                    "VOIDED_AT_PROVIDER",
                    "%s: %s there is VOID, here %s (void it here too: ./tallygate invoices void %s)"
                            .formatted(invoice.id(), facts.providerInvoiceId(), invoice.status(), invoice.id())));
        }
        return facts.total().equals(invoice.total())
                ? Optional.empty()
                : Optional.of(new Outcome.NeedsAttention(
                        "TOTAL_DIFFERS",
                        "%s: %s there has total %s, here %s"
                                .formatted(
                                        invoice.id(),
                                        facts.providerInvoiceId(),
                                        facts.total().display(),
                                        invoice.total().display())));
    }

    private static Result settled(InvoiceSettlement.Settled settled) {
        return switch (settled) {
            case MOVED -> Result.ADOPTED;
            case UNCHANGED -> Result.KNOWN;
            case PARKED -> Result.PARKED;
        };
    }
}
