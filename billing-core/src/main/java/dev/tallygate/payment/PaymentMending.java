package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.operation.Mending;
import dev.tallygate.operation.Parked;

/** Mends parked payments: a retry settles the webhooks about the invoice again, a waiver leaves the figures as they are. */
final class PaymentMending implements Mending {
    private final ProviderEventRepository events;
    private final InvoiceBook invoices;
    private final DeliveryWriter writer;

    PaymentMending(ProviderEventRepository events, InvoiceBook invoices, DeliveryWriter writer) {
        this.events = events;
        this.invoices = invoices;
        this.writer = writer;
    }

    @Override
    public Parked.Kind kind() {
        return Parked.Kind.PAYMENT;
    }

    @Override
    public void retry(Parked parked) {
        Invoice invoice = invoices.require(DeliveryParking.entityOf(parked.key()));
        String objectId =
                DeliveryParking.backOf(parked.key()).orElse(invoice.reference().providerInvoiceId());
        if (objectId != null) {
            events.receiveAgain(invoice.reference().provider(), objectId, writer.now());
        }
    }

    @Override
    public void waive(Parked parked) {
        // Ending the entry is all: both figures stay in it.
    }
}
