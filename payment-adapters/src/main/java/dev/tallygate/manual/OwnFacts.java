package dev.tallygate.manual;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import java.util.Optional;

/** Our own invoice as a provider would describe it: nobody else knows anything about it. */
final class OwnFacts {
    private OwnFacts() {}

    static InvoiceFacts of(Invoice invoice, ManualSettings settings) {
        InvoiceFacts.Status status = status(invoice);
        boolean isSettled = status == InvoiceFacts.Status.PAID || status == InvoiceFacts.Status.VOID;
        Money remaining = isSettled
                ? Money.zero(invoice.total().currency())
                : invoice.total().minus(invoice.amountPaid());
        return new InvoiceFacts(
                        invoice.id().toString(),
                        Optional.empty(),
                        status,
                        invoice.total(),
                        new InvoiceFacts.Payment(invoice.amountPaid(), remaining),
                        Optional.of(invoice.id().toString()),
                        Optional.ofNullable(invoice.times().paidTime()))
                .withDemand(settings.demand(invoice.times().draftedTime()));
    }

    private static InvoiceFacts.Status status(Invoice invoice) {
        return switch (invoice.status()) {
            case DRAFT -> InvoiceFacts.Status.DRAFT;
            case FINALIZED -> InvoiceFacts.Status.OPEN;
            case PAID -> InvoiceFacts.Status.PAID;
            case UNCOLLECTIBLE -> InvoiceFacts.Status.UNCOLLECTIBLE;
            case VOID -> InvoiceFacts.Status.VOID;
        };
    }
}
