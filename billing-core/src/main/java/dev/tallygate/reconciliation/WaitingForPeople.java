package dev.tallygate.reconciliation;

import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.payment.PaymentEntries;
import dev.tallygate.reconciliation.Difference.Standing;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a person was asked about an invoice: the entry names what mends it, and where it was waived that is an answer. */
final class WaitingForPeople {
    private static final int ENTRIES_MAX = 10_000;
    private static final Set<DifferenceKind> WENT_BACK =
            EnumSet.of(DifferenceKind.PAYMENT_REFUNDED, DifferenceKind.PAYMENT_DISPUTED);
    private static final Set<DifferenceKind> ASKED_ABOUT = EnumSet.of(
            DifferenceKind.SECOND_OBJECT,
            DifferenceKind.TOTAL_DIFFERS,
            DifferenceKind.CURRENCY_DIFFERS,
            DifferenceKind.STATUS_DIFFERS,
            DifferenceKind.MISSING_AT_PROVIDER,
            DifferenceKind.PAID_IN_PART,
            DifferenceKind.UNDERPAID,
            DifferenceKind.OVERPAID,
            DifferenceKind.PAID_AFTER_VOID);

    private final ParkedBook book;

    WaitingForPeople(ParkedBook book) {
        this.book = book;
    }

    /** Whether a person was told that this customer is gone at its provider, and has not mended it. */
    boolean isDeleted(ReconciledInvoice invoice) {
        String entry = PaymentEntries.ofEvent(invoice.provider(), invoice.customerObjectId());
        return !invoice.customerObjectId().isEmpty()
                && book.find(new Parked.ParkedKey(0, entry))
                        .filter(parked -> parked.state() == Parked.State.OPEN)
                        .filter(parked -> parked.cause().reason().equals("CUSTOMER_DELETED"))
                        .isPresent();
    }

    /** The differences of one invoice, each with what is known of it from its entry. */
    List<Difference> judge(ReconciledInvoice invoice, List<Difference> differences) {
        if (differences.stream().noneMatch(Difference::isOpen)) {
            return differences;
        }
        List<Parked> entries = book.ofCustomer(invoice.invoice().customerKey(), ENTRIES_MAX);
        return differences.stream()
                .map(difference -> difference.isOpen() ? judge(difference, invoice.id(), entries) : difference)
                .toList();
    }

    private static Difference judge(Difference difference, String invoiceId, List<Parked> entries) {
        if (WENT_BACK.contains(difference.kind())) {
            return entry(entries, key -> PaymentEntries.isOfBack(key, invoiceId))
                    .map(entry -> answered(difference, entry, "./tallygate parked waive "))
                    .orElse(difference);
        }
        if (ASKED_ABOUT.contains(difference.kind())) {
            return entry(entries, key -> PaymentEntries.isOfMoney(key, invoiceId))
                    .map(entry -> answered(difference, entry, "./tallygate parked retry "))
                    .orElse(difference);
        }
        return difference;
    }

    /** One that is open says more than one that has ended. */
    private static Optional<Parked> entry(List<Parked> entries, Predicate<Parked.ParkedKey> isAsked) {
        List<Parked> asked =
                entries.stream().filter(entry -> isAsked.test(entry.key())).toList();
        return asked.stream()
                .filter(entry -> entry.state() == Parked.State.OPEN)
                .findFirst()
                .or(() -> asked.stream()
                        .filter(entry -> entry.state() == Parked.State.WAIVED)
                        .findFirst());
    }

    private static Difference answered(Difference difference, Parked entry, String command) {
        boolean isOpen = entry.state() == Parked.State.OPEN;
        return new Difference(
                difference.kind(),
                isOpen ? Standing.OPEN : Standing.EXPLAINED,
                difference.about(),
                difference.figures(),
                difference.cause() + (isOpen ? "; parked: " + entry.cause().reason() : "; a person accepted it"),
                isOpen ? command + entry.key().parkedId() : "");
    }
}
