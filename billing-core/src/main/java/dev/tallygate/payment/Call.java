package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.Currency;

/** One write call to a provider: a pure function of rows, so that a retry has the same bytes. */
public sealed interface Call {

    CallKind kind();

    /** Makes the customer at the provider. An empty email is none. */
    record CreateCustomer(String installationId, String customerId, String name, String email) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_CUSTOMER;
        }
    }

    /** Makes an empty draft; nothing is collected before it is finalized. */
    record CreateInvoice(InvoiceReference invoice, String providerCustomerId) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_INVOICE;
        }
    }

    /** Adds one line to the draft, with the amount that our own rounding gave. */
    record AddLine(
            ProviderDraft draft,
            int lineNumber,
            Money amount,
            String description,
            Instant periodStart,
            Instant periodEnd)
            implements Call {
        @Override
        public CallKind kind() {
            return CallKind.ADD_LINE;
        }
    }

    /** Fixes the draft and has it collected. Sent only after total, currency and lines were read back equal. */
    record FinalizeInvoice(ProviderDraft draft) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.FINALIZE_INVOICE;
        }
    }

    /** Takes the invoice back: a draft is deleted, an open one voided. */
    record VoidInvoice(ProviderDraft draft) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.VOID_INVOICE;
        }
    }

    /** Our invoice, as every object of it at the provider is marked. */
    record InvoiceReference(String installationId, String invoiceId, int revision, Currency currency) {}

    /** The provider's object that stands for our invoice. */
    record ProviderDraft(InvoiceReference invoice, String providerCustomerId, String providerInvoiceId) {}
}
