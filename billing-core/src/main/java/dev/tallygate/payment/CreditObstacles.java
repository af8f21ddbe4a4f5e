package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why an adjustment is not made a credit note by itself: the provider would refuse it, or the customer may have been given
 * the money already. A person then lets it go as a credit, or waives it.
 */
final class CreditObstacles {
    static final String OR_ELSE = "; retry sends it all the same, as a credit for the customer's next invoices";
    private static final String OR_WAIVED = OR_ELSE + ", and waive leaves it, where that was for it already";

    private final CreditBook credits;
    private final PaymentBook payments;

    CreditObstacles(CreditBook credits, PaymentBook payments) {
        this.credits = credits;
        this.payments = payments;
    }

    /**
     * The first of them, with its figures.
     *
     * @param note of which nothing is at the provider
     * @param there what the provider says of the original
     */
    Optional<String> of(Invoice note, Invoice original, InvoiceFacts there) {
        return refusal(note, original, there)
                .or(() -> strangers(note, original, there))
                .or(() -> goneBack(note, original, there));
    }

    /** Why Stripe, or its like, would refuse it whatever its parameters. */
    private static Optional<String> refusal(Invoice note, Invoice original, InvoiceFacts there) {
        Money amount = note.total().negated();
        boolean isTaking = there.status() == InvoiceFacts.Status.OPEN || there.status() == InvoiceFacts.Status.PAID;
        if (!isTaking) {
            return Optional.of("%s: %s is %s at the provider and takes no credit note of %s (here %s)%s"
                    .formatted(note.id(), original.id(), there.status(), amount.display(), original.status(), OR_ELSE));
        }
        if (!there.total().currency().equals(amount.currency())) {
            return Optional.of("%s: %s is in %s at the provider, and the credit note is %s%s"
                    .formatted(note.id(), original.id(), there.total().currency(), amount.display(), OR_ELSE));
        }
        Money left = there.total().minus(there.paid().credited());
        return amount.compareTo(left) > 0
                ? Optional.of("%s: credit note of %s, and of %s only %s is left for it (total %s, credited before %s)%s"
                        .formatted(
                                note.id(),
                                amount.display(),
                                original.id(),
                                left.display(),
                                there.total().display(),
                                there.paid().credited().display(),
                                OR_ELSE))
                : Optional.empty();
    }

    /** Somebody made a note there by hand, perhaps for the very same. */
    private Optional<String> strangers(Invoice note, Invoice original, InvoiceFacts there) {
        Money credited = there.paid().credited();
        Money ours = credits.besides(note.id(), original);
        return credited.compareTo(ours) > 0
                ? Optional.of("%s: credit note of %s, and %s was credited %s at the provider, where ours come to %s%s"
                        .formatted(
                                note.id(),
                                note.total().negated().display(),
                                original.id(),
                                credited.display(),
                                ours.display(),
                                OR_WAIVED))
                : Optional.empty();
    }

    /** Of what was paid some is with the customer, or its bank, again: a credit besides would give it twice. */
    private Optional<String> goneBack(Invoice note, Invoice original, InvoiceFacts there) {
        CreditSplit split = CreditSplit.of(there, note.total().negated());
        List<BookedMoney> gone = payments.ofInvoice(original.id()).stream()
                .filter(money -> money.kind() == MoneyKind.REFUND || money.kind() == MoneyKind.DISPUTE)
                .filter(money -> money.state() != BookedMoney.State.REVERSED)
                .toList();
        if (split.balance().isZero() || gone.isEmpty()) {
            return Optional.empty();
        }
        String each = gone.stream()
                .map(money -> "%s %s of %s %s"
                        .formatted(
                                money.kind(),
                                money.objectId(),
                                money.amount().negated().display(),
                                money.state()))
                .collect(Collectors.joining(", "));
        return Optional.of(
                "%s: credit note of %s, of which %s would be credit for what was paid, and of %s went back: %s%s"
                        .formatted(
                                note.id(),
                                split.amount().display(),
                                split.balance().display(),
                                original.id(),
                                each,
                                OR_WAIVED));
    }
}
