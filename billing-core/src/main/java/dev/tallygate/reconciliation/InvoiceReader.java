package dev.tallygate.reconciliation;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.Carried;
import dev.tallygate.payment.CarriedBook;
import dev.tallygate.payment.DeliveryDesk;
import dev.tallygate.payment.DeliveryView;
import dev.tallygate.payment.PaymentBook;
import dev.tallygate.time.BillingPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the invoices of a month with all that is known of them here, some hundred at a time. */
final class InvoiceReader {
    private static final int PAGE = 500;

    private final InvoiceBook invoices;
    private final PaymentBook payments;
    private final CarriedBook carried;
    private final DeliveryDesk deliveries;
    private final CustomerRegistry customers;

    InvoiceReader(
            InvoiceBook invoices,
            PaymentBook payments,
            CarriedBook carried,
            DeliveryDesk deliveries,
            CustomerRegistry customers) {
        this.invoices = invoices;
        this.payments = payments;
        this.carried = carried;
        this.deliveries = deliveries;
        this.customers = customers;
    }

    /** Hands them on page by page, by customer and id. */
    void read(BillingPeriod period, @Nullable Long customerKey, Consumer<List<ReconciledInvoice>> pages) {
        InvoiceFilter filter = InvoiceFilter.ALL.withCustomer(customerKey).withPeriod(period.start());
        @Nullable InvoiceId last = null;
        List<Invoice> page;
        do {
            page = invoices.list(filter, last, PAGE);
            if (!page.isEmpty()) {
                last = page.getLast().id();
                pages.accept(known(page));
            }
        } while (page.size() == PAGE);
    }

    private List<ReconciledInvoice> known(List<Invoice> page) {
        List<InvoiceId> ids = page.stream().map(Invoice::id).toList();
        var money = payments.ofInvoices(ids);
        Map<InvoiceId, Carried> carriedParts = carried.ofInvoices(ids);
        Map<String, DeliveryView> unended = deliveries.firstUnended(ids);
        Map<Long, Customer> byKey = customers.byKeys(
                page.stream().map(Invoice::customerKey).collect(Collectors.toCollection(TreeSet::new)));
        List<ReconciledInvoice> known = new ArrayList<>();
        for (Invoice invoice : page) {
            Customer customer = byKey.get(invoice.customerKey());
            known.add(new ReconciledInvoice(
                    invoice,
                    customer == null ? "customer " + invoice.customerKey() : customer.customerId(),
                    customer == null ? "" : customer.atProvider().orElse(""),
                    money.getOrDefault(invoice.id(), List.of()),
                    carriedParts.getOrDefault(invoice.id(), new Carried(invoice.id(), List.of())),
                    Optional.ofNullable(unended.get(invoice.id().toString()))));
        }
        return known;
    }
}
