package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the deliveries of new drafts: all calls of an invoice are written down before the first is made. */
public final class InvoicePlanner {
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final DeliveryParking parking;
    private final InvoiceSteps invoices;
    private final PaymentProviders providers;
    private final DraftApprovals approvals;
    private final Transactions transactions;

    InvoicePlanner(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            InvoiceSteps invoices,
            PaymentProviders providers,
            DraftApprovals approvals,
            Transactions transactions) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.parking = parking;
        this.invoices = invoices;
        this.providers = providers;
        this.approvals = approvals;
        this.transactions = transactions;
    }

    /**
     * Drafts that nothing is planned for yet and that may be delivered, of providers that are switched on, in the order of
     * their ids.
     *
     * @param after the last one that was seen; null = from the first
     */
    public List<String> unplanned(@Nullable String after, int limit) {
        if (providers.names().isEmpty()) {
            return List.of();
        }
        Optional<InvoiceId> last = Optional.ofNullable(after).flatMap(InvoiceId::parse);
        return deliveries.unplannedDrafts(
                providers.names(),
                approvals.isRequired() ? Deliverable.APPROVED : Deliverable.ALL,
                last.map(InvoiceId::customerKey).orElse(0L),
                last.map(InvoiceId::toString).orElse(""),
                limit);
    }

    /** How many drafts wait for a person's approval; 0 where none is required. */
    public long unapproved() {
        return approvals.countWaiting(null);
    }

    /** How many drafts wait for each provider that is off, if any do. */
    public Map<ProviderSwitch, Integer> waiting() {
        Map<ProviderSwitch, Integer> waiting = new LinkedHashMap<>();
        for (ProviderSwitch off : providers.off()) {
            int drafts = deliveries.countDrafts(off.provider());
            if (drafts > 0) {
                waiting.put(off, drafts);
            }
        }
        return waiting;
    }

    /**
     * Plans these drafts in one transaction, under their customers' gates. One that is planned already, or no draft any
     * more, stays as it is. A total below zero is a credit note on the invoice that it corrects, where the provider makes
     * such; else it is parked: a provider would make it a credit that nobody asked for.
     *
     * @return those that were planned now, parked ones among them
     */
    public List<Planned> plan(List<String> invoiceIds) {
        return transactions.call(() -> {
            List<Invoice> wanted = invoiceIds.stream()
                    .map(invoices::find)
                    .flatMap(Optional::stream)
                    .toList();
            writer.lockGates(wanted.stream().map(Invoice::customerKey).toList());
            return wanted.stream()
                    .map(invoice -> planUnderGate(invoice.id()))
                    .flatMap(Optional::stream)
                    .toList();
        });
    }

    private Optional<Planned> planUnderGate(InvoiceId id) {
        Invoice invoice = invoices.require(id);
        Optional<PaymentProvider> provider = providers.named(invoice.reference().provider());
        boolean isPlanned =
                !deliveries.ofEntity(id.customerKey(), id.toString()).isEmpty();
        if (invoice.status() != InvoiceStatus.DRAFT
                || provider.isEmpty()
                || isPlanned
                || !approvals.mayBeDelivered(id)) {
            return Optional.empty();
        }
        Optional<Invoice> credited = invoices.credited(invoice, provider.get());
        Optional<Parking> parked = parking(invoice, credited);
        List<PlannedCall> calls = invoices.plan(invoice, provider.get(), writer.now());
        writer.planSteps(
                id.customerKey(), id.toString(), provider.get().name(), calls, start(invoice, credited, parked));
        parked.ifPresent(why -> parking.parkDelivery(
                new Delivery.Key(id.customerKey(), id.toString(), 1, 1), why.reason(), why.detail(), writer.now()));
        return Optional.of(new Planned(id.toString(), calls.size(), parked.isPresent()));
    }

    /** Why a person is asked before anything is sent. */
    private Optional<Parking> parking(Invoice invoice, Optional<Invoice> credited) {
        if (invoice.total().isNegative() && credited.isEmpty()) {
            return Optional.of(new Parking(
                    "TOTAL_NEGATIVE",
                    "%s: total %s (expected: >= 0; retry sends it all the same, as a credit for the customer)"
                            .formatted(invoice.id(), invoice.total().display())));
        }
        Customer customer = invoices.customer(invoice);
        return writer.foundUnderAnotherId(customer, invoice.id())
                .map(there -> new Parking(
                        "FOUND_UNDER_OTHER_ID",
                        "%s: before the restore the provider had %s for this customer and period (take that back there, then retry; or waive, and that one stays)"
                                .formatted(invoice.id(), there)));
    }

    private record Parking(String reason, String detail) {}

    private DeliveryWriter.Start start(Invoice invoice, Optional<Invoice> credited, Optional<Parking> parked) {
        if (parked.isPresent()) {
            return DeliveryWriter.Start.parked();
        }
        if (credited.isPresent()) {
            boolean isThere = credited.get().status() != InvoiceStatus.DRAFT;
            return DeliveryWriter.Start.planned(isThere ? writer.now() : Delivery.WAITS);
        }
        Customer customer = invoices.customer(invoice);
        if (customer.atProvider().isPresent()) {
            return DeliveryWriter.Start.planned(writer.now());
        }
        writer.planCustomer(customer);
        return DeliveryWriter.Start.planned(Delivery.WAITS);
    }

    /** An invoice whose calls are written down now; parked where it waits for a person first. */
    public record Planned(String invoiceId, int calls, boolean isParked) {}
}
