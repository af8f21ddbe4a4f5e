package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Installation;
import java.util.List;
import java.util.Objects;

/** Reads the call that a delivery stands for out of the rows: the same rows give the same call. */
final class CallReader {
    private final CustomerRegistry customers;
    private final InvoiceBook invoices;
    private final CarriedBook carried;
    private final RatedCalls rated;
    private final Installation installation;
    private final InvoiceMailSettings mails;
    private final CreditBook credits;

    CallReader(
            CustomerRegistry customers,
            InvoiceBook invoices,
            CarriedBook carried,
            RatedCalls rated,
            Installation installation,
            InvoiceMailSettings mails,
            CreditBook credits) {
        this.customers = customers;
        this.invoices = invoices;
        this.carried = carried;
        this.rated = rated;
        this.installation = installation;
        this.mails = mails;
        this.credits = credits;
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
            case CREATE_CUSTOMER,
                    VOID_INVOICE,
                    CREATE_METER,
                    CREATE_PRICE,
                    CREATE_SUBSCRIPTION,
                    END_SUBSCRIPTION,
                    REPORT_USAGE -> false;
            case CREATE_INVOICE,
                    ADD_LINE,
                    FINALIZE_INVOICE,
                    CHARGE_INVOICE,
                    CREATE_CREDIT_NOTE,
                    COMPARE_INVOICE,
                    ADD_ITEM -> invoice(delivery).status() == InvoiceStatus.VOID;
        };
    }

    Invoice invoice(Delivery delivery) {
        return invoices.require(delivery.key().entityId());
    }

    /** The provider's invoice as ours has it: what is handed on to a later one, or collected for an earlier one, apart. */
    InvoiceFacts asOurs(Delivery delivery, InvoiceFacts there) {
        return carried.of(invoice(delivery).id()).asOurs(there);
    }

    Call call(Delivery delivery, PaymentProvider provider) {
        return switch (delivery.call().kind()) {
            case CREATE_CUSTOMER -> createCustomer(delivery);
            case CREATE_INVOICE -> createInvoice(delivery, provider);
            case ADD_LINE -> addLine(delivery, provider);
            case FINALIZE_INVOICE -> new Call.FinalizeInvoice(draft(delivery, invoice(delivery)), mails.mailedBy());
            case CHARGE_INVOICE -> new Call.ChargeInvoice(draft(delivery, invoice(delivery)));
            case VOID_INVOICE -> new Call.VoidInvoice(draft(delivery, invoice(delivery)));
            case CREATE_CREDIT_NOTE -> creditNote(delivery);
            case CREATE_METER -> rated.createMeter(delivery);
            case CREATE_PRICE -> rated.createPrice(delivery);
            case CREATE_SUBSCRIPTION -> rated.createSubscription(delivery, customerOf(delivery));
            case END_SUBSCRIPTION -> rated.endSubscription(delivery);
            case REPORT_USAGE -> rated.reportUsage(delivery, customerOf(delivery));
            case COMPARE_INVOICE -> rated.compareInvoice(invoice(delivery));
            case ADD_ITEM -> addItem(delivery);
        };
    }

    /** The amounts that the provider's lines must have, in their order: the last one carries all that follow it. */
    List<Money> lineAmounts(Invoice invoice, PaymentProvider provider) {
        return lines(invoice, provider).stream().map(Call.Line::amount).toList();
    }

    /** What the provider is to collect for it. */
    Money collected(Invoice invoice) {
        return carried.of(invoice.id()).collectedWith(invoice.total());
    }

    private Customer customerOf(Delivery delivery) {
        return customer(customers, delivery.key().customerKey());
    }

    private Call createCustomer(Delivery delivery) {
        Customer customer = customerOf(delivery);
        return new Call.CreateCustomer(
                installation.installationId(),
                customer.customerId(),
                customer.profile().name(),
                customer.profile().email());
    }

    /** What is made of an invoice, or of an adjustment below zero that goes as one. */
    Call createInvoice(Delivery delivery, PaymentProvider provider) {
        Invoice invoice = invoice(delivery);
        Customer customer = customerOf(delivery);
        var content = new Call.Content(
                customer.profile().name(),
                customer.profile().email(),
                invoice.period(),
                invoice.times().draftedTime(),
                collected(invoice),
                lines(invoice, provider));
        return new Call.CreateInvoice(
                reference(invoice), providerCustomerId(delivery, customer), content, mails.mailedBy());
    }

    private List<Call.Line> lines(Invoice invoice, PaymentProvider provider) {
        return ProviderLines.of(invoice, invoices.lines(invoice.id()), carried.of(invoice.id()), provider.lineRules());
    }

    private Call addLine(Delivery delivery, PaymentProvider provider) {
        Invoice invoice = invoice(delivery);
        int number = delivery.call().lineNumber();
        return new Call.AddLine(
                draft(delivery, invoice), lines(invoice, provider).get(number - 1));
    }

    /** What is made of an adjustment below zero that goes as a note. */
    Call creditNote(Delivery delivery) {
        Invoice note = invoice(delivery);
        return new Call.CreateCreditNote(
                reference(note),
                providerCustomerId(delivery, customerOf(delivery)),
                credits.of(note.id()).map(this::terms),
                ProviderLines.ofNote(note, invoices.lines(note.id())),
                mails.mailedBy());
    }

    private Call.CreditTerms terms(CreditNote note) {
        Invoice.Reference original =
                invoices.require(note.original().toString()).reference();
        return new Call.CreditTerms(
                note.original().toString(),
                Objects.requireNonNullElse(original.providerInvoiceId(), ""),
                Objects.requireNonNullElse(original.number(), ""),
                note.split());
    }

    private Call addItem(Delivery delivery) {
        Invoice invoice = invoice(delivery);
        Money late = carried.of(invoice.id()).onward().orElseThrow().amount();
        String text = "Usage in %s that came after the invoice for it"
                .formatted(invoice.period().label());
        return new RatedCall.AddItem(
                reference(invoice),
                providerCustomerId(delivery, customerOf(delivery)),
                new Call.Line(1, late, text, invoice.period()));
    }

    private Call.ProviderDraft draft(Delivery delivery, Invoice invoice) {
        String providerInvoiceId = invoice.reference().providerInvoiceId();
        return new Call.ProviderDraft(
                reference(invoice),
                providerCustomerId(delivery, customerOf(delivery)),
                providerInvoiceId == null ? "" : providerInvoiceId);
    }

    private Call.InvoiceReference reference(Invoice invoice) {
        return new Call.InvoiceReference(
                installation.installationId(),
                invoice.id().toString(),
                invoice.id().revision(),
                invoice.total().currency());
    }

    private static String providerCustomerId(Delivery delivery, Customer customer) {
        return customer.atProvider()
                .orElseThrow(() ->
                        new IllegalStateException(delivery.key() + " is due before its customer is at the provider"));
    }
}
