package dev.tallygate.payment;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** One write call to a provider: a pure function of rows, so that a retry has the same bytes. */
public sealed interface Call
        permits Call.CreateCustomer,
                Call.CreateInvoice,
                Call.AddLine,
                Call.FinalizeInvoice,
                Call.ChargeInvoice,
                Call.VoidInvoice,
                Call.CreateCreditNote,
                RatedCall {

    CallKind kind();

    /** What is known of it before anything is sent, where that ends it: nothing is to be done, or no longer can be. */
    default Optional<Outcome> withoutSending(PaymentProvider provider, Instant now) {
        return Optional.empty();
    }

    /** Makes the customer at the provider. An empty email is none. */
    record CreateCustomer(String installationId, String customerId, String name, String email) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_CUSTOMER;
        }
    }

    /**
     * Makes a draft; nothing is collected before it is finalized. A provider that takes lines one by one makes it empty;
     * one that plans no {@link AddLine} makes it whole, with the lines of its content.
     */
    record CreateInvoice(InvoiceReference invoice, String providerCustomerId, Content content, MailedBy mailedBy)
            implements Call {
        /** One that the provider mails. */
        public CreateInvoice(InvoiceReference invoice, String providerCustomerId, Content content) {
            this(invoice, providerCustomerId, content, MailedBy.PROVIDER);
        }

        @Override
        public CallKind kind() {
            return CallKind.CREATE_INVOICE;
        }
    }

    /** Adds one line to the draft, with the amount that our own rounding gave. */
    record AddLine(ProviderDraft draft, Line line) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.ADD_LINE;
        }
    }

    /** Fixes the draft, has it collected, and mailed where the provider does that. Sent only after total, currency and lines were read back equal. */
    record FinalizeInvoice(ProviderDraft draft, MailedBy mailedBy) implements Call {
        /** One that the provider mails. */
        public FinalizeInvoice(ProviderDraft draft) {
            this(draft, MailedBy.PROVIDER);
        }

        @Override
        public CallKind kind() {
            return CallKind.FINALIZE_INVOICE;
        }
    }

    /** Charges what the customer left behind, where the provider does not do so by itself. */
    record ChargeInvoice(ProviderDraft draft) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.CHARGE_INVOICE;
        }
    }

    /** Takes the invoice back: a draft is deleted, an open one voided. */
    record VoidInvoice(ProviderDraft draft) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.VOID_INVOICE;
        }

        /** What never became an object there has nothing to take back. */
        @Override
        public Optional<Outcome> withoutSending(PaymentProvider provider, Instant now) {
            return draft.providerInvoiceId().isEmpty()
                    ? Optional.of(new Outcome.Accepted("", "", Optional.empty()))
                    : Optional.empty();
        }
    }

    /**
     * Makes our adjustment invoice below zero a credit note on the invoice that it corrects.
     *
     * @param invoice the adjustment
     * @param terms empty while it is only looked for
     * @param lines amounts above zero
     */
    record CreateCreditNote(
            InvoiceReference invoice,
            String providerCustomerId,
            Optional<CreditTerms> terms,
            List<Line> lines,
            MailedBy mailedBy)
            implements Call {
        public CreateCreditNote {
            lines = List.copyOf(lines);
        }

        @Override
        public CallKind kind() {
            return CallKind.CREATE_CREDIT_NOTE;
        }

        /** What it is made by; known before it is ever prepared. */
        public CreditTerms settledTerms() {
            return terms.orElseThrow(() -> new IllegalStateException(
                    invoice.invoiceId() + " is sent before it is known on which invoice it is a credit note"));
        }
    }

    /**
     * On which invoice a credit note is, and how it is divided there.
     *
     * @param number ours, as the customer knows the invoice
     */
    record CreditTerms(String originalId, String providerInvoiceId, String number, CreditSplit split) {}

    /** Our invoice, as every object of it at the provider is marked. */
    record InvoiceReference(String installationId, String invoiceId, int revision, Currency currency) {}

    /** One line as the provider gets it; the number is from 1. */
    record Line(int number, Money amount, String description, BillingPeriod period) {}

    /**
     * What an invoice says: to whom, for when, and all lines that this provider gets.
     *
     * @param draftedTime fixed for good, so that what is computed from it, such as a due date, is the same at a retry
     */
    record Content(
            String name, String email, BillingPeriod period, Instant draftedTime, Money total, List<Line> lines) {
        public Content {
            lines = List.copyOf(lines);
        }
    }

    /** The provider's object that stands for our invoice. */
    record ProviderDraft(InvoiceReference invoice, String providerCustomerId, String providerInvoiceId) {}
}
