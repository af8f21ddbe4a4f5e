package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

    /** The same with words on when and where it is to be paid. */
    public InvoiceFacts withDemand(Demand demand) {
        Payment payment = new Payment(paid.amount(), paid.remaining(), paid.parts(), demand, paid.credited());
        return new InvoiceFacts(providerInvoiceId, marks, status, total, payment, number, changedTime);
    }

    /** The same with marks that stand beside the object and not on it. */
    public InvoiceFacts withMarks(Marks known) {
        return new InvoiceFacts(providerInvoiceId, Optional.of(known), status, total, paid, number, changedTime);
    }

    /** The same with further parts that were not received, and are in the total. */
    InvoiceFacts withCarried(List<MoneyPart> carried) {
        List<MoneyPart> parts = new ArrayList<>(paid.parts());
        parts.addAll(carried);
        Money whole = carried.stream().map(MoneyPart::amount).reduce(total, Money::plus);
        Payment payment = new Payment(paid.amount(), paid.remaining(), parts, paid.demand(), paid.credited());
        return new InvoiceFacts(providerInvoiceId, marks, status, whole, payment, number, changedTime);
    }

    /** Our invoice that this credit note is of; empty = it is no credit note of ours. */
    public Optional<String> creditedInvoiceId() {
        return marks.map(Marks::creditedInvoiceId).filter(id -> !id.isEmpty());
    }

    /**
     * Our marks on a provider's object.
     *
     * @param invoiceId empty where the provider made it by itself, for a subscription
     * @param creditedInvoiceId of a credit note, the invoice of ours that it is of; empty = it is an invoice
     */
    public record Marks(String installationId, String invoiceId, String creditedInvoiceId) {
        /** Of an invoice. */
        public Marks(String installationId, String invoiceId) {
            this(installationId, invoiceId, "");
        }
    }

    /**
     * Money of one invoice.
     *
     * @param amount received, also outside the provider; may be below the total of a paid invoice
     * @param remaining what the provider still wants for it
     * @param parts by which objects it was received, and what else closed the invoice; empty where nobody names any
     * @param credited by credit notes so far, of what was owed and of what was paid
     */
    public record Payment(Money amount, Money remaining, List<MoneyPart> parts, Demand demand, Money credited) {
        public Payment {
            parts = List.copyOf(parts);
        }

        /** Without credit notes. */
        public Payment(Money amount, Money remaining, List<MoneyPart> parts, Demand demand) {
            this(amount, remaining, parts, demand, Money.zero(amount.currency()));
        }

        /** Without a word on when and where what remains is to be paid. */
        public Payment(Money amount, Money remaining, List<MoneyPart> parts) {
            this(amount, remaining, parts, Demand.UNTOLD);
        }

        /** Where nothing came, or nobody says by what. */
        public Payment(Money amount, Money remaining) {
            this(amount, remaining, List.of());
        }

        /** What closed the invoice, or a piece of it, without being received: credits, and what is carried on. */
        public Money setOff() {
            return sum(part -> !part.kind().isReceived());
        }

        /** What came, or did not have to come, by parts of this kind. */
        public Money of(MoneyKind kind) {
            return sum(part -> part.kind() == kind);
        }

        private Money sum(Predicate<MoneyPart> which) {
            return parts.stream()
                    .filter(which)
                    .map(MoneyPart::amount)
                    .reduce(Money.zero(amount.currency()), Money::plus);
        }
    }

    /**
     * When and where a provider wants what remains.
     *
     * @param dueTime unpaid from here on it is overdue; of an invoice that is charged when that is first tried. Empty = not
     *     told, and what was told before holds
     * @param chargeFailed the latest charge failed
     * @param payUrl its page for the customer
     */
    public record Demand(Optional<Instant> dueTime, boolean chargeFailed, Optional<String> payUrl) {
        public static final Demand UNTOLD = new Demand(Optional.empty(), false, Optional.empty());

        public Demand withChargeFailed() {
            return new Demand(dueTime, true, payUrl);
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
