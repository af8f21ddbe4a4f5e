package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a provider says about one of its invoices, in our units.
 *
 * @param marks whose invoice it is, if it carries our marks
 * @param paid what was received and what is still due
 * @param number the provider's number for people, given when it is finalized
 */
public record InvoiceFacts(
        String providerInvoiceId,
        Optional<Marks> marks,
        Status status,
        Money total,
        Payment paid,
        Optional<String> number,
        Optional<Instant> changedTime) {

    /** Our marks on a provider's object. */
    public record Marks(String installationId, String invoiceId) {}

    /**
     * Money of one invoice.
     *
     * @param amount received, also outside the provider; may be below the total of a paid invoice
     * @param remaining what the provider still wants for it
     * @param parts by which objects it was received, and what else closed the invoice; empty where nobody names any
     */
    public record Payment(Money amount, Money remaining, List<MoneyPart> parts) {
        public Payment {
            parts = List.copyOf(parts);
        }

        /** Where nothing came, or nobody says by what. */
        public Payment(Money amount, Money remaining) {
            this(amount, remaining, List.of());
        }

        /** What closed the invoice, or a piece of it, without being received: credits, and what is carried on. */
        public Money setOff() {
            return parts.stream()
                    .filter(part -> !part.kind().isReceived())
                    .map(MoneyPart::amount)
                    .reduce(Money.zero(amount.currency()), Money::plus);
        }
    }

    /** The provider's states, in the order in which they may follow each other. */
    public enum Status {
        DRAFT,
        OPEN,
        UNCOLLECTIBLE,
        PAID,
        VOID
    }
}
