package dev.tallygate.payment;

import java.time.Instant;

/** What a provider has and carries our marks. */
public sealed interface FoundObject {
    /** The provider's id. */
    String objectId();

    /** When the provider made it. */
    Instant createdTime();

    /** A customer of ours. */
    record OfCustomer(String objectId, Instant createdTime, String customerId) implements FoundObject {}

    /**
     * An invoice of ours.
     *
     * @param objectCustomerId the provider's id of its customer
     */
    record OfInvoice(InvoiceFacts facts, Instant createdTime, String invoiceId, String objectCustomerId)
            implements FoundObject {
        @Override
        public String objectId() {
            return facts.providerInvoiceId();
        }
    }

    /** What it stands for, as rows name it. */
    default String entity() {
        return switch (this) {
            case OfCustomer customer -> entityOfCustomer(customer.customerId());
            case OfInvoice invoice -> invoice.invoiceId();
        };
    }

    /** The provider's id of an invoice's customer; empty = it is a customer. */
    default String customerObjectId() {
        return switch (this) {
            case OfCustomer customer -> "";
            case OfInvoice invoice -> invoice.objectCustomerId();
        };
    }

    static String entityOfCustomer(String customerId) {
        return "customer:" + customerId;
    }
}
