package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Installation;
import dev.tallygate.time.BillingPeriod;
import java.util.List;

/** Reads the call that a delivery stands for out of the rows: the same rows give the same call. */
final class CallReader {
    private final CustomerRegistry customers;
    private final InvoiceBook invoices;
    private final Installation installation;

    CallReader(CustomerRegistry customers, InvoiceBook invoices, Installation installation) {
        this.customers = customers;
        this.invoices = invoices;
        this.installation = installation;
    }

    static Customer customer(CustomerRegistry customers, long customerKey) {
        Customer customer = customers.byKeys(List.of(customerKey)).get(customerKey);
        if (customer == null) {
            throw new IllegalStateException("customer_key: " + customerKey + " (expected: a customer)");
        }
        return customer;
    }

    /** The invoice of a delivery was voided, so nothing more is to be told about it but that. */
    boolean isOvertaken(Delivery delivery) {
        return switch (delivery.call().kind()) {
            case CREATE_CUSTOMER, VOID_INVOICE -> false;
            case CREATE_INVOICE, ADD_LINE, FINALIZE_INVOICE -> invoice(delivery).status() == InvoiceStatus.VOID;
        };
    }

    Invoice invoice(Delivery delivery) {
        return invoices.require(delivery.key().entityId());
    }

    Call call(Delivery delivery, PaymentProvider provider) {
        return switch (delivery.call().kind()) {
            case CREATE_CUSTOMER -> createCustomer(delivery);
            case CREATE_INVOICE -> createInvoice(delivery);
            case ADD_LINE -> addLine(delivery, provider);
            case FINALIZE_INVOICE -> new Call.FinalizeInvoice(draft(delivery));
            case VOID_INVOICE -> new Call.VoidInvoice(draft(delivery));
        };
    }

    /** The amounts that the provider's lines must have, in their order: the last one carries all that follow it. */
    List<Money> lineAmounts(Invoice invoice, PaymentProvider provider) {
        List<InvoiceLine> lines = invoices.lines(invoice.id());
        return ProviderLines.of(invoice, lines, lastNumber(provider, lines)).stream()
                .map(ProviderLines.Text::amount)
                .toList();
    }

    private Call createCustomer(Delivery delivery) {
        Customer customer = customer(customers, delivery.key().customerKey());
        return new Call.CreateCustomer(
                installation.installationId(),
                customer.customerId(),
                customer.profile().name(),
                customer.profile().email());
    }

    private Call createInvoice(Delivery delivery) {
        return new Call.CreateInvoice(reference(invoice(delivery)), providerCustomerId(delivery));
    }

    private Call addLine(Delivery delivery, PaymentProvider provider) {
        Invoice invoice = invoice(delivery);
        List<InvoiceLine> lines = invoices.lines(invoice.id());
        int number = delivery.call().lineNumber();
        ProviderLines.Text line =
                ProviderLines.of(invoice, lines, lastNumber(provider, lines)).get(number - 1);
        BillingPeriod period = line.period();
        return new Call.AddLine(
                draft(delivery), number, line.amount(), line.description(), period.start(), period.end());
    }

    private Call.ProviderDraft draft(Delivery delivery) {
        Invoice invoice = invoice(delivery);
        String providerInvoiceId = invoice.reference().providerInvoiceId();
        return new Call.ProviderDraft(
                reference(invoice), providerCustomerId(delivery), providerInvoiceId == null ? "" : providerInvoiceId);
    }

    private Call.InvoiceReference reference(Invoice invoice) {
        return new Call.InvoiceReference(
                installation.installationId(),
                invoice.id().toString(),
                invoice.id().revision(),
                invoice.total().currency());
    }

    private String providerCustomerId(Delivery delivery) {
        return customer(customers, delivery.key().customerKey())
                .atProvider()
                .orElseThrow(() ->
                        new IllegalStateException(delivery.key() + " is due before its customer is at the provider"));
    }

    private static int lastNumber(PaymentProvider provider, List<InvoiceLine> lines) {
        return provider.planInvoice(lines.size()).stream()
                .mapToInt(PlannedCall::lineNumber)
                .max()
                .orElse(0);
    }
}
