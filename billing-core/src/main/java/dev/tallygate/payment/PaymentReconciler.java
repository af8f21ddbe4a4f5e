package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.payment.InvoiceSettlement.Settled;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Asks providers about invoices that nobody was told about, and applies the answer like a webhook's. */
public final class PaymentReconciler {
    private final GateRepository gates;
    private final InvoiceBook invoices;
    private final InvoiceSettlement settlement;
    private final DeliveryParking parking;
    private final PaymentProviders providers;
    private final Transactions transactions;
    private final Clock clock;

    PaymentReconciler(
            GateRepository gates,
            InvoiceBook invoices,
            InvoiceSettlement settlement,
            DeliveryParking parking,
            PaymentProviders providers,
            Transactions transactions,
            Clock clock) {
        this.gates = gates;
        this.invoices = invoices;
        this.settlement = settlement;
        this.parking = parking;
        this.providers = providers;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What asking about one invoice gave. */
    public enum Reconciled {
        /** Here it says now what the provider says. */
        MENDED,
        /** It said so before. */
        EQUAL,
        /** They differ: parked for a person. */
        PARKED,
        /** The provider did not answer, or is switched off. */
        UNKNOWN
    }

    /** Asks about one invoice. No transaction is open while the provider is asked. */
    public Reconciled reconcile(String invoiceId) {
        Invoice invoice = invoices.require(invoiceId);
        Optional<PaymentProvider> provider = providers.named(invoice.reference().provider());
        String providerInvoiceId = invoice.reference().providerInvoiceId();
        if (provider.isEmpty() || providerInvoiceId == null) {
            return Reconciled.UNKNOWN;
        }
        return switch (provider.get().fetchInvoice(providerInvoiceId)) {
            case Fetched.Unknown<InvoiceFacts> unknown -> Reconciled.UNKNOWN;
            case Fetched.Absent<InvoiceFacts> absent -> missing(invoice, providerInvoiceId);
            case Fetched.Found<InvoiceFacts> found -> settle(invoice, found.value());
        };
    }

    private Reconciled settle(Invoice invoice, InvoiceFacts facts) {
        Settled settled =
                transactions.call(() -> settlement.settle(invoice.id(), facts, UtcTimes.toMicros(clock.instant())));
        return switch (settled) {
            case MOVED -> Reconciled.MENDED;
            case UNCHANGED -> Reconciled.EQUAL;
            case PARKED -> Reconciled.PARKED;
        };
    }

    private Reconciled missing(Invoice invoice, String providerInvoiceId) {
        String detail = "%s: %s is not at the provider, here %s of %s"
                .formatted(
                        invoice.id(),
                        providerInvoiceId,
                        invoice.status(),
                        invoice.total().display());
        transactions.run(() -> {
            gates.lock(List.of(invoice.customerKey()));
            parking.parkPayment(
                    invoice.customerKey(),
                    invoice.id().toString(),
                    "MISSING_AT_PROVIDER",
                    detail,
                    UtcTimes.toMicros(clock.instant()));
        });
        return Reconciled.PARKED;
    }
}
